import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnComplaint } from '../../shared/api.ts';
import {
  COMPLAINT_ADDRESSEES,
  COMPLAINT_KINDS,
  COMPLAINT_MAX,
  type ComplaintKind,
} from '../../shared/codes.ts';
import type { ComplaintBody } from '../../shared/records/complaint.ts';
import type { DirectOffer, Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Choice, Pick } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { Mark, Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { listWords, wordOf } from '../look/words.ts';
import { ColleagueName } from '../panel/colleague-name.tsx';
import { FormNotices } from '../panel/form-notices.tsx';
import { ReasonField, reasonFits, reasonOf } from '../panel/reason-field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { type Filed, useFiling } from '../panel/use-filing.ts';
import { DirectForm, DirectWords, useAskBeforeClosing, useDirectOffer } from './direct.tsx';
import { numberOf, UpstreamMark } from './entry-marks.tsx';
import { useOwnEntry } from './mine.tsx';
import { Told } from './told.tsx';

type To = ComplaintBody['to'] | 'sealed';

function toWords(to: To, offer: DirectOffer | null | undefined): { title: string; text: string } {
  const superior = offer?.superior.name ?? wordOf(COMPLAINT_ADDRESSEES, 'superior');
  switch (to) {
    case 'inspection':
      return { title: wordOf(COMPLAINT_ADDRESSEES, 'inspection'), text: i18n.t('complain.toInspection') };
    case 'superior':
      return { title: superior, text: i18n.t('complain.toSuperior') };
    case 'sealed':
      return { title: i18n.t('complain.sealed', [superior]), text: i18n.t('complain.toSealed') };
  }
}

interface Written {
  text: string;
  about: string;
}

interface RecordFormProps {
  me: Me;
  to: ComplaintBody['to'];
  entryId: string | undefined;
  written: Written;
  onWrite(patch: Partial<Written>): void;
  onDone(filed: Filed): void;
}

/** A complaint that is filed as a record. */
function RecordForm({ me, to, entryId, written, onWrite, onDone }: RecordFormProps) {
  const [kind, setKind] = useState<ComplaintKind | ''>('');
  const [picked, setPicked] = useState<{ name: string; staffCode: string }>();
  const filing = useFiling();
  const { text, about } = written;

  async function sign() {
    if (kind === '') return;
    const name = reasonOf(about);
    const known = picked?.name === name ? { staffCode: picked.staffCode } : {};
    const body: ComplaintBody = {
      to,
      kind,
      text: reasonOf(text),
      ...(name === '' ? {} : { about: { name: name.slice(0, 60), ...known } }),
      ...(entryId === undefined ? {} : { entryId }),
      ...(to === 'superior' && me.person ? { name: me.person.name } : {}),
    };
    const filed = await filing.file('complaint', body);
    if (filed) onDone(filed);
  }

  return (
    <SignedForm
      filing={filing}
      missing={kind === '' ? 'select' : reasonFits(text, COMPLAINT_MAX) ? undefined : 'textarea'}
      onSign={sign}
    >
      <FormNotices me={me} />
      <Field
        id="complaint-kind"
        label={i18n.t('complain.kind')}
        error={filing.tried && kind === '' ? i18n.t('entry.errorChoose') : undefined}
      >
        {(wiring) => (
          <Pick
            wiring={wiring}
            list={COMPLAINT_KINDS}
            value={kind}
            onPick={(code: ComplaintKind) => setKind(code)}
          />
        )}
      </Field>
      <Field
        id="complaint-about"
        label={i18n.t('complain.about')}
        hint={to === 'inspection' ? i18n.t('complain.aboutHint') : i18n.t('complain.aboutHintSuperior')}
        optional
      >
        {(wiring) => (
          <ColleagueName
            wiring={wiring}
            value={about}
            onType={(typed) => onWrite({ about: typed })}
            onPick={(colleague) => {
              setPicked(colleague);
              onWrite({ about: colleague.name });
            }}
          />
        )}
      </Field>
      <ReasonField
        id="complaint-text"
        label={i18n.t('complain.text')}
        hint={i18n.t('complain.textHint')}
        max={COMPLAINT_MAX}
        typed={{ text, ready: true, type: (typed) => onWrite({ text: typed }) }}
        tried={filing.tried}
        rows={7}
      />
    </SignedForm>
  );
}

function EntryNote({ writer, id, me }: { writer: string; id: string; me: Me }) {
  const own = useOwnEntry(me.person ? writer : undefined, id).value?.value;
  return own ? <p class="small">{i18n.t('complain.ofEntry', [numberOf(me.court?.code, own.seq)])}</p> : null;
}

function OwnLine({ one, court }: { one: OwnComplaint; court: string | undefined }) {
  return (
    <li class="escalation">
      <h3>
        {wordOf(COMPLAINT_KINDS, one.kind)} <span class="small">{numberOf(court, one.seq)}</span>
      </h3>
      <p class="small">
        <span class="time">{shortTime(one.receivedAt)}</span>{' '}
        {i18n.t('complain.putTo', [wordOf(COMPLAINT_ADDRESSEES, one.to)])}
        {one.about !== undefined && ` · ${i18n.t('complain.aboutWhom', [one.about])}`}
      </p>
      <p class="note">
        <Told text={one.text} />
      </p>
      {one.upstream !== undefined && (
        <p>
          <UpstreamMark upstream={one.upstream} />
        </p>
      )}
      {one.to === 'inspection' && (
        <p class="small">
          {one.readings.length === 0
            ? i18n.t('complain.unread')
            : i18n.t('complain.readBy', [
                listWords(one.readings.map(({ at, by }) => `${by} ${shortTime(at)}`)),
              ])}
        </p>
      )}
      {one.replies.map((reply) => (
        <div key={reply.at} class="reply">
          <Mark icon="turn">{i18n.t('complain.reply', [reply.by, shortTime(reply.at)])}</Mark>
          <p class="note">
            <Told text={reply.text} />
          </p>
        </div>
      ))}
    </li>
  );
}

function OwnList({ staffCode, court }: { staffCode: string; court: string | undefined }) {
  const live = useLive(`complaints-own:${staffCode}`, ['case', 'session', 'link'], () =>
    call('ownComplaints'),
  );
  if (live.error !== undefined) return <Failed error={live.error} again={live.again} tone="due" />;
  if (!live.value || live.value.length === 0) return null;
  return (
    <section>
      <h2>{i18n.t('complain.own')}</h2>
      <ul class="escalations">
        {live.value.map((one) => (
          <OwnLine key={one.id} one={one} court={court} />
        ))}
      </ul>
    </section>
  );
}

interface ComplainProps {
  me: Me;
  writer: string;
  /** The own entry it follows from. */
  entryId: string | undefined;
  onLeave(): void;
}

/** 申诉控告 (001 第14条; 济法发〔2021〕17号 五(二)): to the custodians, to the superior court, or sealed to it. */
export function Complain({ me, writer, entryId, onLeave }: ComplainProps) {
  const offer = useDirectOffer(writer).value;
  const [to, setTo] = useState<To>();
  const [written, setWritten] = useState<Written>({ text: '', about: '' });
  const [filed, setFiled] = useState<Filed>();
  useAskBeforeClosing(written.text !== '' && filed === undefined);
  const addressees: To[] = offer ? ['inspection', 'superior', 'sealed'] : ['inspection'];
  const done = (outcome: Filed) => {
    setWritten({ text: '', about: '' });
    setTo(undefined);
    setFiled(outcome);
  };
  return (
    <div class="form-column spaced">
      <h1 tabIndex={-1} data-heading>
        {i18n.t('complain.title')}
      </h1>
      <p>{i18n.t('complain.lead')}</p>
      {entryId !== undefined && <EntryNote writer={writer} id={entryId} me={me} />}
      {filed && (
        <Notice
          icon="done"
          tone="blue"
          live
          title={
            filed.outcome === 'filed'
              ? i18n.t('complain.filedTitle', [numberOf(me.court?.code, filed.seq)])
              : i18n.t('console.queued')
          }
        >
          <p>{i18n.t('complain.filedText')}</p>
        </Notice>
      )}
      <FieldGroup id="complaint-to" label={i18n.t('complain.to')}>
        <div class="choices cards">
          {addressees.map((one) => {
            const { title, text } = toWords(one, offer);
            return (
              <Choice
                key={one}
                type="radio"
                name="complaint-to"
                value={one}
                checked={to === one}
                onChange={() => setTo(one)}
              >
                <b>{title}</b>
                <small>{text}</small>
              </Choice>
            );
          })}
        </div>
      </FieldGroup>
      {to === 'sealed' && offer ? (
        <>
          <DirectWords offer={offer} />
          <DirectForm me={me} offer={offer} kind="complaint" start={written} onLeave={onLeave} />
        </>
      ) : to !== undefined && to !== 'sealed' ? (
        <RecordForm
          me={me}
          to={to}
          entryId={entryId}
          written={written}
          onWrite={(patch) => setWritten((before) => ({ ...before, ...patch }))}
          onDone={done}
        />
      ) : null}
      {me.person && <OwnList staffCode={writer} court={me.court?.code} />}
    </div>
  );
}
