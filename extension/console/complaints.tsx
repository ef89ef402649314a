import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ComplaintItem, OpenedComplaint, ProtectionHint } from '../../shared/api.ts';
import { COMPLAINT_KINDS, COMPLAINT_MAX } from '../../shared/codes.ts';
import type { ComplaintReplyBody } from '../../shared/records/complaint.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Icon } from '../look/icon.tsx';
import { Mark, Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { errorWords, listWords, wordOf } from '../look/words.ts';
import { ReasonField, reasonFits, reasonOf } from '../panel/reason-field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { useFiling } from '../panel/use-filing.ts';
import { numberOf } from './entry-marks.tsx';
import { hashOf } from './route.ts';
import { Told } from './told.tsx';

function ReplyForm({ id, onDone }: { id: string; onDone(): void }) {
  const [text, setText] = useState('');
  const filing = useFiling();
  async function sign() {
    const body: ComplaintReplyBody = { complaintId: id, text: reasonOf(text) };
    if (!(await filing.file('complaint-reply', body))) return;
    setText('');
    onDone();
  }
  return (
    <SignedForm
      filing={filing}
      missing={reasonFits(text, COMPLAINT_MAX) ? undefined : 'textarea'}
      onSign={sign}
      sign={i18n.t('complaints.signReply')}
    >
      <ReasonField
        id="complaint-reply"
        label={i18n.t('complaints.reply')}
        hint={i18n.t('complaints.replyHint')}
        max={COMPLAINT_MAX}
        typed={{ text, ready: true, type: setText }}
        tried={filing.tried}
      />
    </SignedForm>
  );
}

function Opened({ opened, court }: { opened: OpenedComplaint; court: string | undefined }) {
  return (
    <>
      <p class="marks">
        <Mark icon="due">{wordOf(COMPLAINT_KINDS, opened.kind)}</Mark>
        {opened.about !== undefined && (
          <Mark icon="nobody">{i18n.t('complain.aboutWhom', [opened.about])}</Mark>
        )}
      </p>
      <p class="note">
        <Told text={opened.text} />
      </p>
      {opened.entryId !== undefined && opened.entrySeq !== undefined && (
        <p>
          <a href={hashOf({ view: 'screening', id: opened.entryId })}>
            {i18n.t('complaints.ofEntry', [numberOf(court, opened.entrySeq)])}
          </a>
        </p>
      )}
      {opened.replies.map((reply) => (
        <div key={reply.at} class="reply">
          <Mark icon="turn">{i18n.t('complain.reply', [reply.by, shortTime(reply.at)])}</Mark>
          <p class="note">
            <Told text={reply.text} />
          </p>
        </div>
      ))}
    </>
  );
}

/** One complaint; its content comes when it is opened, and the author sees that it was. */
function OneComplaint({
  id,
  item,
  court,
}: {
  id: string;
  item: ComplaintItem | undefined;
  court: string | undefined;
}) {
  const [opened, setOpened] = useState<OpenedComplaint>();
  const [said, say] = useState<string>();
  const [busy, setBusy] = useState(false);
  async function open() {
    setBusy(true);
    try {
      setOpened(await call('openComplaint', id));
      say(undefined);
    } catch (error) {
      say(errorWords(error));
    } finally {
      setBusy(false);
    }
  }
  const by = opened?.by ?? item?.by;
  const seq = opened?.seq ?? item?.seq;
  return (
    <article class="page opened">
      <h1 tabIndex={-1} data-heading>
        {seq === undefined
          ? i18n.t('complain.title')
          : `${i18n.t('complain.title')} · ${numberOf(court, seq)}`}
      </h1>
      {by && (
        <p>
          {by.name} <span class="small">{`${by.department} · ${by.staffCode}`}</span>
        </p>
      )}
      {opened ? (
        <>
          <Opened opened={opened} court={court} />
          <section class="judgement">
            <h2>{i18n.t('complaints.doReply')}</h2>
            <ReplyForm key={opened.replies.length} id={id} onDone={open} />
          </section>
        </>
      ) : (
        <>
          <p>{i18n.t('complaints.openText')}</p>
          <div class="buttons">
            <Button look="main" icon="open" busy={busy} onPress={open}>
              {i18n.t('complaints.open')}
            </Button>
          </div>
        </>
      )}
      {said !== undefined && (
        <Notice tone="due" live>
          <p>{said}</p>
        </Notice>
      )}
    </article>
  );
}

function changeWords(hint: ProtectionHint): string {
  if (hint.to === undefined) return i18n.t('complaints.gone', [`${hint.from.department} ${hint.from.post}`]);
  const words: string[] = [];
  if (hint.changed.includes('department'))
    words.push(i18n.t('complaints.department', [hint.from.department, hint.to.department]));
  if (hint.changed.includes('post')) words.push(i18n.t('complaints.post', [hint.from.post, hint.to.post]));
  return listWords(words);
}

/** Recorders whose post was changed soon after an entry (R91). */
function Hints({ hints }: { hints: ProtectionHint[] }) {
  return (
    <section>
      <h2>{i18n.t('complaints.hints')}</h2>
      <p class="small">{i18n.t('complaints.hintsText')}</p>
      {hints.length === 0 ? (
        <p class="empty">{i18n.t('complaints.hintsNone')}</p>
      ) : (
        <table class="entries">
          <caption class="unseen">{i18n.t('complaints.hints')}</caption>
          <thead>
            <tr>
              <th scope="col">{i18n.t('fields.name')}</th>
              <th scope="col">{i18n.t('complaints.what')}</th>
              <th scope="col">{i18n.t('complaints.when')}</th>
              <th scope="col">{i18n.t('complaints.after')}</th>
            </tr>
          </thead>
          <tbody>
            {hints.map((hint) => (
              <tr key={`${hint.staffCode} ${hint.at}`}>
                <td>
                  {hint.name} <span class="small">{hint.staffCode}</span>
                </td>
                <td>{changeWords(hint)}</td>
                <td class="time">{shortTime(hint.at)}</td>
                <td>{i18n.t('complaints.days', [String(hint.days)])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Item({ item, court, open }: { item: ComplaintItem; court: string | undefined; open: boolean }) {
  return (
    <li class={open ? 'item open' : 'item'} aria-current={open ? 'true' : undefined}>
      <p class="item-head">
        <a class="item-link" href={hashOf({ view: 'complaints', id: item.id })}>
          {numberOf(court, item.seq)}
        </a>
        <span class="time small item-since">{shortTime(item.receivedAt)}</span>
      </p>
      <p class="small">
        {item.by.name} · {item.by.department}
      </p>
      {item.replies > 0 && (
        <p class="marks">
          <Mark icon="done">{i18n.t('complaints.answered')}</Mark>
        </p>
      )}
    </li>
  );
}

/** For the custodians: left what was complained of, right the one that was chosen, or where a post was changed. */
export function Complaints({ me, staffCode, id }: { me: Me; staffCode: string; id: string | undefined }) {
  const live = useLive(`complaints:${staffCode}`, ['case', 'session', 'link'], () => call('complaints'));
  const court = me.court?.code;
  const items = live.value?.complaints ?? [];
  return (
    <div class="three">
      <nav class="side-list" aria-label={i18n.t('complaints.title')}>
        {live.value && items.length === 0 && <p class="small">{i18n.t('complaints.none')}</p>}
        <ul>
          {items.map((item) => (
            <Item key={item.id} item={item} court={court} open={item.id === id} />
          ))}
        </ul>
        {id !== undefined && (
          <a class="button quiet" href={hashOf({ view: 'complaints' })}>
            <Icon name="back" />
            {i18n.t('complaints.hints')}
          </a>
        )}
      </nav>
      <div>
        {live.error !== undefined ? (
          <Failed error={live.error} again={live.again} tone="due" />
        ) : id === undefined ? (
          <div class="page">
            <h1 tabIndex={-1} data-heading>
              {i18n.t('complaints.title')}
            </h1>
            <p class="small">{i18n.t('complaints.text')}</p>
            {live.value ? (
              <Hints hints={live.value.hints} />
            ) : (
              <p role="status">{i18n.t('common.loading')}</p>
            )}
          </div>
        ) : (
          <OneComplaint key={id} id={id} item={items.find((item) => item.id === id)} court={court} />
        )}
      </div>
    </div>
  );
}
