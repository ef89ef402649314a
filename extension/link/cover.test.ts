import { beforeEach, describe, expect, it, vi } from 'vitest';

const sent = vi.hoisted(() => ({ records: [] as unknown[], asked: 0, session: true, offered: true }));
vi.mock('./session.ts', () => ({ currentSession: async () => (sent.session ? {} : undefined) }));
vi.mock('./changes.ts', () => ({ announce: () => {} }));
vi.mock('./send-record.ts', () => ({
  sendRecord: async (record: unknown) => {
    sent.records.push(record);
  },
}));
vi.mock('./direct-report.ts', () => ({
  async sealedBlank() {
    sent.asked += 1;
    return sent.offered ? { envelope: 'a.b.c.d.e', court: '豫1302', token: 't' } : undefined;
  },
}));
const { sendCover } = await import('./cover.ts');

describe('a cover', () => {
  beforeEach(() => {
    sent.records = [];
    sent.asked = 0;
    sent.session = true;
    sent.offered = true;
  });
  const waited: number[] = [];
  const at = (random: number) =>
    sendCover({
      random: () => random,
      wait: async (ms) => {
        waited.push(ms);
      },
    });

  it('is sent once in 48 ticks, at a moment of its own', async () => {
    for (let tick = 0; tick < 480; tick += 1) await at(tick / 480);
    expect(sent.records).toHaveLength(10);
    expect(new Set(waited).size).toBe(10);
    expect(Math.max(...waited)).toBeLessThan(20_000);
    expect(sent.records[0]).toMatchObject({
      type: 'direct-report',
      court: '豫1302',
      body: { envelope: 'a.b.c.d.e', cover: true },
    });
  });

  it('is not sent while nobody is signed in, or where nobody can report', async () => {
    sent.session = false;
    await at(0);
    expect(sent.asked).toBe(0);
    sent.session = true;
    sent.offered = false;
    await at(0);
    expect(sent).toMatchObject({ asked: 1, records: [] });
  });
});
