import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { DIRECT_ABOUT_MAX, DIRECT_TEXT_MAX, type DirectKind } from '../../shared/codes.ts';
import type { DirectOffer, Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { useLive } from '../look/use-live.ts';
import { FormNotices } from '../panel/form-notices.tsx';
import { ReasonField, reasonFits, reasonOf } from '../panel/reason-field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { useFiling } from '../panel/use-filing.ts';

/** Where a direct report goes; asked anew with every session. */
export const useDirectOffer = (staffCode: string) =>
  useLive(`direct:${staffCode}`, ['session', 'link'], () => call('directOffer'));

/** Closing the page loses what is typed, and nothing else keeps it: the browser asks first. */
export function useAskBeforeClosing(typed: boolean): void {
  useEffect(() => {
    if (!typed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [typed]);
}

/** 240 → "4 小时", 90 → "90 分钟". */
const waitWords = (minutes: number): string =>
  minutes % 60 === 0
    ? i18n.t('direct.hours', [String(minutes / 60)])
    : i18n.t('direct.minutes', [String(minutes)]);

/** The key it is sealed to, for who wants to be sure that it is the superior's and nobody else's. */
function KeyNotice({ offer }: { offer: DirectOffer }) {
  return offer.changed ? (
    <Notice tone="due" live title={i18n.t('direct.keyChanged')}>
      <p>{i18n.t('direct.keyChangedText', [offer.superior.name])}</p>
      <p>
        <code>{offer.fingerprint}</code>
      </p>
    </Notice>
  ) : (
    <p class="small">
      {i18n.t('direct.key', [offer.superior.name])} <code>{offer.fingerprint}</code>
    </p>
  );
}

interface Sent {
  code: string;
  queued: boolean;
}

function SentNotice({ sent, offer, again }: { sent: Sent; offer: DirectOffer; again(): void }) {
  return (
    <>
      <Notice
        icon="done"
        tone="blue"
        live
        title={sent.queued ? i18n.t('direct.queuedTitle') : i18n.t('direct.sentTitle')}
      >
        <p>{i18n.t('direct.codeIs')}</p>
        <p class="reference-code">{sent.code}</p>
        <p>{i18n.t('direct.codeText', [offer.superior.name])}</p>
        <p>
          {sent.queued
            ? i18n.t('direct.queuedText')
            : i18n.t('direct.sentText', [waitWords(offer.everyMinutes)])}
        </p>
      </Notice>
      <div class="buttons">
        <Button onPress={again}>{i18n.t('direct.leave')}</Button>
      </div>
    </>
  );
}

interface DirectFormProps {
  me: Me;
  offer: DirectOffer;
  kind: DirectKind;
  /** What was typed already, where the form stands in another one. */
  start?: { text: string; about: string };
  /** The author has written down the code. */
  onLeave(): void;
}

/** Writes one direct report. What is typed is in this page only, and goes with it. */
export function DirectForm({ me, offer, kind, start, onLeave }: DirectFormProps) {
  const [text, setText] = useState(start?.text ?? '');
  const [about, setAbout] = useState(start?.about ?? '');
  const [named, setNamed] = useState<boolean>();
  const [sent, setSent] = useState<Sent>();
  const filing = useFiling();
  useAskBeforeClosing(sent === undefined && text !== '');

  async function sign() {
    if (named === undefined) return;
    const written = { kind, text: reasonOf(text), about: reasonOf(about), named };
    const outcome = await filing.run(() => call('fileDirectReport', written));
    if (!outcome) return;
    setText('');
    setAbout('');
    setSent({ code: outcome.code, queued: outcome.outcome === 'queued' });
  }

  if (sent) return <SentNotice sent={sent} offer={offer} again={onLeave} />;
  const tooLong = reasonOf(about).length - DIRECT_ABOUT_MAX;
  const unnamed = filing.tried && named === undefined ? i18n.t('entry.errorChoose') : undefined;
  return (
    <SignedForm
      filing={filing}
      missing={
        tooLong > 0
          ? '#direct-about'
          : !reasonFits(text, DIRECT_TEXT_MAX)
            ? 'textarea'
            : named === undefined
              ? 'input[type=radio]'
              : undefined
      }
      onSign={sign}
      sign={i18n.t('direct.send')}
    >
      <FormNotices me={me} />
      <Field
        id="direct-about"
        label={i18n.t('direct.about')}
        hint={i18n.t('direct.aboutHint')}
        error={
          tooLong > 0 ? i18n.t('entry.errorTooLong', [String(tooLong), String(DIRECT_ABOUT_MAX)]) : undefined
        }
        optional
      >
        {(wiring) => (
          <input
            {...wiring}
            class="input"
            autocomplete="off"
            value={about}
            onInput={(event) => setAbout(event.currentTarget.value)}
          />
        )}
      </Field>
      <ReasonField
        id="direct-text"
        label={i18n.t('direct.text')}
        hint={i18n.t('direct.textHint')}
        max={DIRECT_TEXT_MAX}
        typed={{ text, ready: true, type: setText }}
        tried={filing.tried}
        rows={8}
      />
      <FieldGroup id="direct-author" label={i18n.t('direct.author')} error={unnamed}>
        <div class="choices cards">
          {[true, false].map((value) => (
            <Choice
              key={String(value)}
              type="radio"
              name="direct-author"
              value={value ? 'named' : 'unnamed'}
              checked={named === value}
              invalid={unnamed !== undefined}
              onChange={() => setNamed(value)}
            >
              <b>{value ? i18n.t('direct.named', [me.person?.name ?? '']) : i18n.t('direct.unnamed')}</b>
              <small>{value ? i18n.t('direct.namedText') : i18n.t('direct.unnamedText')}</small>
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <KeyNotice offer={offer} />
    </SignedForm>
  );
}

/** Who can read it, and what becomes of it: said before anything is typed. */
export function DirectWords({ offer }: { offer: DirectOffer }) {
  const { name } = offer.superior;
  return (
    <Notice icon="lock">
      <p>{i18n.t('direct.reads', [name])}</p>
      <p>{i18n.t('direct.notHere')}</p>
      <p>{i18n.t('direct.wait', [waitWords(offer.everyMinutes)])}</p>
      <p>{i18n.t('direct.noDraft')}</p>
    </Notice>
  );
}

/** 直报上级法院 (001 第12条). */
export function Direct({ me, writer, onLeave }: { me: Me; writer: string; onLeave(): void }) {
  const live = useDirectOffer(writer);
  // Shown as long as it was, also while a session has run out: what is typed must not go with it.
  const [offer, setOffer] = useState<DirectOffer | null>();
  useEffect(() => {
    if (live.value !== undefined) setOffer(live.value);
  }, [live.value]);
  return (
    <div class="form-column spaced">
      <h1 tabIndex={-1} data-heading>
        {i18n.t('direct.title')}
      </h1>
      {offer ? (
        <>
          <DirectWords offer={offer} />
          <DirectForm me={me} offer={offer} kind="direct-report" onLeave={onLeave} />
        </>
      ) : offer === null ? (
        <p class="empty">{i18n.t('direct.none')}</p>
      ) : live.error === undefined ? (
        <p role="status">{i18n.t('common.loading')}</p>
      ) : (
        <Failed error={live.error} again={live.again} tone="due" />
      )}
    </div>
  );
}
