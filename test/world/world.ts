/** The whole of it on loopback: the trial system, the court's sidecar, and the superior court's sidecar. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publicKeyText } from '../../sidecar/crypto/court-key.ts';
import { startTestCourt, type TestCourt } from '../sidecar/test-court.ts';
import { startTrialSystem } from '../trial-system/server.ts';
import { type Desk, type DeskOptions, openDesk, type Person } from './browser.ts';
import { SUPERIOR } from './people.ts';

export const PROFILE = resolve(import.meta.dirname, '../profiles/trial-system/profile.json');

export const PEOPLE = {
  handling: { name: '李明华', account: 'limh' },
  presiding: { name: '王秀兰', account: 'wangxl' },
  panel: { name: '赵国强', account: 'zhaogq' },
  member: { name: '陈思远', account: 'chensy' },
  otherMember: { name: '孙立群', account: 'sunlq' },
  custodian: { name: '何清源', account: 'heqy' },
  otherCustodian: { name: '沈嘉禾', account: 'shenjh' },
  inspection: { name: '韩墨', account: 'hanmo' },
  president: { name: '梁正平', account: 'liangzp' },
  departmentAdministrator: { name: '方晓敏', account: 'fangxm' },
  it: { name: '蒋一鸣', account: 'jiangym' },
} as const satisfies Record<string, Person>;

export type TrialSystem = Awaited<ReturnType<typeof startTrialSystem>>;

export interface World {
  trial: TrialSystem;
  court: TestCourt;
  superior: TestCourt;
  folder: string;
  /** Opens this person's own browser; the same person gets the same profile folder again. */
  desk(person: Person, options?: Partial<Omit<DeskOptions, 'profileFolder'>>): Promise<Desk>;
  closeDesks(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  ports?: { trial: number; court: number; superior: number };
  /** Further addresses bound to the same profile. */
  moreOrigins?: string[];
  /** The sidecars' clock; a browser's own cannot be set. */
  clock?: () => number;
  /** What differs from the national default, for both courts. */
  policy?: Record<string, unknown>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const ports = options.ports ?? { trial: 0, court: 0, superior: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-world-'));
  const trial = await startTrialSystem({ port: ports.trial });
  const clock = options.clock ? { clock: options.clock } : {};
  const policy = options.policy ? { policy: options.policy } : {};
  const superior = await startTestCourt(
    { court: SUPERIOR, listen: { port: ports.superior }, ...policy },
    clock,
  );
  const court = await startTestCourt(
    {
      listen: { port: ports.court },
      ...policy,
      profiles: [{ file: PROFILE, origins: [trial.url, ...(options.moreOrigins ?? [])] }],
      superior: {
        court: SUPERIOR,
        url: superior.sidecar.url,
        publicKey: publicKeyText(superior.sidecar.secrets.court),
        directKey: superior.sidecar.directKeys.publicKey,
      },
    },
    clock,
  );
  // Each side writes the other's public key into its configuration; the superior learns the court's last.
  await superior.restart({
    subordinates: [{ court: court.config.court, publicKey: publicKeyText(court.sidecar.secrets.court) }],
  });
  const desks = new Set<Desk>();
  const closeDesks = async () => {
    await Promise.allSettled([...desks].map((desk) => desk.close()));
    desks.clear();
  };
  return {
    trial,
    court,
    superior,
    folder,
    async desk(person, deskOptions = {}) {
      const desk = await openDesk(person, {
        profileFolder: join(folder, person.account),
        sidecarUrl: court.sidecar.url,
        ...deskOptions,
      });
      desks.add(desk);
      return {
        ...desk,
        async close() {
          desks.delete(desk);
          await desk.close();
        },
      };
    },
    closeDesks,
    async close() {
      await closeDesks();
      await Promise.allSettled([trial.close(), court.close(), superior.close()]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
