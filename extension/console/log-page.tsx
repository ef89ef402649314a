/**
 * 留痕日志: how the court's two logs stand, what was lost if anything was, and whether a print or a receipt stands in them. The
 * file that is checked does not leave this computer: its hash is asked for, and nothing else.
 */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { LogAnswer, LogStatus } from '../../shared/api.ts';
import { call } from '../link/client.ts';
import { Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { errorWords } from '../look/words.ts';

type Log = LogStatus['logs'][number];

/** A receipt has a few kilobytes; what is larger is a file to be hashed. */
const RECEIPT_MAX_BYTES = 20_000;
const RECEIPT_BEGINS = 'c2sp.org/tlog-proof@v1\n';

const logWords = ({ log }: Pick<Log, 'log'>): string =>
  log === 'access' ? i18n.t('log.access') : i18n.t('log.disclosures');

/** What a person can do about it stands with it. */
function LossNotice({ state, logs }: LogStatus) {
  if (state === 'vouched') return null;
  const forked = state === 'forked';
  return (
    <Notice tone="held" title={forked ? i18n.t('log.forkedTitle') : i18n.t('log.lostTitle')} live>
      {logs.map(
        (log) =>
          log.lost && (
            <p key={log.log}>
              {i18n.t('log.lost', [
                logWords(log),
                String(log.size),
                String(log.lost.witnessed),
                String(log.lost.missing),
                log.lost.since === '' ? '—' : shortTime(log.lost.since),
              ])}
            </p>
          ),
      )}
      <p>{forked ? i18n.t('log.forkedDo') : i18n.t('log.lostDo')}</p>
    </Notice>
  );
}

function Logs({ logs }: { logs: Log[] }) {
  return (
    <table class="counts">
      <caption>{i18n.t('log.standing')}</caption>
      <thead>
        <tr>
          <th scope="col">{i18n.t('log.log')}</th>
          <th scope="col">{i18n.t('log.size')}</th>
          <th scope="col">{i18n.t('log.root')}</th>
          <th scope="col">{i18n.t('log.cosigned')}</th>
        </tr>
      </thead>
      <tbody>
        {logs.map((log) => (
          <tr key={log.log}>
            <th scope="row">{logWords(log)}</th>
            <td>{log.size}</td>
            <td title={log.root}>{`${log.root.slice(0, 8)}…${log.root.slice(-8)}`}</td>
            <td>
              {log.cosigned
                ? i18n.t('log.cosignedUpTo', [String(log.cosigned.size), shortTime(log.cosigned.at)])
                : i18n.t('log.notCosigned')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Refused({ refused }: Pick<LogStatus, 'refused'>) {
  if (refused.length === 0) return null;
  return (
    <Notice tone="due" title={i18n.t('log.refusedTitle')}>
      <ul>
        {refused.map((one) => (
          <li key={`${one.origin} ${one.at}`}>
            {one.kind === 'forked'
              ? i18n.t('log.refusedForked', [one.court, shortTime(one.at), String(one.known)])
              : i18n.t('log.refusedBack', [
                  one.court,
                  shortTime(one.at),
                  String(one.known),
                  String(one.brought),
                ])}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

async function questionOf(file: File): Promise<{ receipt: string } | { hash: string }> {
  const bytes = await file.arrayBuffer();
  if (bytes.byteLength <= RECEIPT_MAX_BYTES) {
    const text = new TextDecoder().decode(bytes);
    if (text.startsWith(RECEIPT_BEGINS)) return { receipt: text };
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { hash: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}

function Answer({ name, answer }: { name: string; answer: LogAnswer }) {
  if (!answer.found)
    return (
      <Notice tone="due" title={i18n.t('log.notFound', [name])} live>
        {i18n.t('log.notFoundText')}
      </Notice>
    );
  const { seq, receivedAt, cosigned } = answer;
  return (
    <Notice tone="blue" title={i18n.t('log.found', [name])} live>
      <p>{i18n.t('log.foundText', [String(seq ?? ''), receivedAt ? shortTime(receivedAt) : ''])}</p>
      <p>
        {cosigned
          ? i18n.t('log.foundCosigned', [cosigned.by, shortTime(cosigned.at)])
          : i18n.t('log.foundAlone')}
      </p>
    </Notice>
  );
}

function Check() {
  const [said, setSaid] = useState<{ name: string; answer: LogAnswer } | { fault: string }>();
  async function check(file: File | undefined) {
    if (!file) return;
    setSaid(undefined);
    try {
      setSaid({ name: file.name, answer: await call('logCheck', await questionOf(file)) });
    } catch (error) {
      setSaid({ fault: errorWords(error) });
    }
  }
  return (
    <section>
      <h2>{i18n.t('log.checkTitle')}</h2>
      <label class="field">
        <span>{i18n.t('log.checkFile')}</span>
        <input type="file" onChange={({ currentTarget }) => check(currentTarget.files?.[0])} />
      </label>
      <p class="small">{i18n.t('log.checkText')}</p>
      {said && ('fault' in said ? <Notice tone="due">{said.fault}</Notice> : <Answer {...said} />)}
    </section>
  );
}

export function LogPage({ staffCode }: { staffCode: string }) {
  const live = useLive(`log:${staffCode}`, ['session', 'link'], () => call('log'));
  const status = live.value;
  return (
    <div class="page">
      <h1 tabIndex={-1} data-heading>
        {i18n.t('log.title')}
      </h1>
      <p class="small">{i18n.t('log.text')}</p>
      {live.error !== undefined ? (
        <Failed error={live.error} again={live.again} tone="due" />
      ) : !status ? (
        <p role="status">{i18n.t('common.loading')}</p>
      ) : (
        <>
          <LossNotice {...status} />
          <Logs logs={status.logs} />
          <Refused refused={status.refused} />
          <Check />
        </>
      )}
    </div>
  );
}
