import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Brief } from '../../shared/api.ts';
import type { RecusalBody } from '../../shared/records/recusal.ts';
import { call } from '../link/client.ts';
import { Button, SignButton } from '../look/button.tsx';
import { Field } from '../look/field.tsx';
import { Notice } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import { errorWords, refusalWords } from '../look/words.ts';
import { fileSigned, type SignedWhere } from '../panel/file-signed.ts';
import { Signature } from '../panel/signature.tsx';
import type { BriefQuestion } from './brief-question.ts';

const REASON_MAX = 1000;

interface BriefAnswerProps {
  question: BriefQuestion;
  mine: Brief['mine'];
  onFiled(): void;
}

/** The member's own answer on one case; a later one takes the place of an earlier one. */
export function BriefAnswer({ question, mine, onFiled }: BriefAnswerProps) {
  const [reasoning, setReasoning] = useState(false);
  const [changing, setChanging] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  /** Answered while the sidecar was away: the brief cannot know it yet. */
  const [kept, setKept] = useState<RecusalBody['statement']>();
  const field = useRef<HTMLTextAreaElement>(null);
  const answer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (reasoning) field.current?.focus();
  }, [reasoning]);

  async function file(statement: RecusalBody['statement'], where: SignedWhere) {
    if (statement === 'recuse' && reason.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    setBusy(true);
    setSaid(undefined);
    const body: RecusalBody = {
      caseNumber: question.caseNumber,
      meeting: question.meeting,
      ...(question.hostMeetingId === undefined ? {} : { hostMeetingId: question.hostMeetingId }),
      statement,
      reason: statement === 'recuse' ? reason.trim() : '',
    };
    try {
      const outcome = await fileSigned(where, { act: 'record', draft: { type: 'recusal', body } });
      if (outcome.outcome === 'refused') {
        // The answer is given anew by one press; a refused copy in the queue would be one too many.
        call('takeBack', outcome.id).catch(() => undefined);
        setSaid(`${i18n.t('brief.refused')} ${refusalWords(outcome.problem)}`);
        return;
      }
      setKept(statement);
      setReasoning(false);
      setChanging(false);
      if (outcome.outcome === 'queued') setSaid(i18n.t('brief.queued'));
      onFiled();
      answer.current?.focus();
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  const statement = kept ?? (mine.statement === 'none' ? undefined : mine.statement);
  const answered = statement !== undefined && !changing;
  return (
    <section class="part answer" aria-label={i18n.t('brief.question')}>
      <div ref={answer} tabIndex={-1} role="status">
        {answered && (
          <Notice
            tone="blue"
            icon="done"
            title={statement === 'recuse' ? i18n.t('brief.answeredRecuse') : i18n.t('brief.answeredNo')}
          >
            {mine.at !== undefined && mine.statement === statement && (
              <p class="small">{i18n.t('brief.answeredAt', [shortTime(mine.at)])}</p>
            )}
            <p>{i18n.t('brief.answeredSeen')}</p>
          </Notice>
        )}
        {said !== undefined && <p class="said">{said}</p>}
      </div>
      {answered ? (
        <div class="buttons">
          <Button onPress={() => setChanging(true)}>{i18n.t('brief.change')}</Button>
        </div>
      ) : (
        <>
          <h3>{i18n.t('brief.question')}</h3>
          <p class="small">{i18n.t('brief.selfCheck')}</p>
          {!reasoning && <Signature caseNumber={question.caseNumber} />}
          {reasoning ? (
            <>
              <Field
                id="recusal-reason"
                label={i18n.t('brief.reason')}
                hint={i18n.t('brief.reasonSeen')}
                error={missing && reason.trim() === '' ? i18n.t('brief.reasonMissing') : undefined}
              >
                {(wiring) => (
                  <textarea
                    class="input"
                    {...wiring}
                    ref={field}
                    maxLength={REASON_MAX}
                    placeholder={i18n.t('brief.reasonHint')}
                    value={reason}
                    onInput={(event) => setReason(event.currentTarget.value)}
                  />
                )}
              </Field>
              <Signature caseNumber={question.caseNumber} />
              <div class="buttons">
                <SignButton
                  key="recuse"
                  busy={busy}
                  onPress={() => file('recuse', 'here')}
                  onCovered={() => file('recuse', 'window')}
                >
                  {busy ? i18n.t('common.submitting') : i18n.t('common.sign')}
                </SignButton>
                <Button onPress={() => setReasoning(false)}>{i18n.t('common.cancel')}</Button>
              </div>
            </>
          ) : (
            <>
              <div class="buttons">
                <SignButton
                  key="no-recusal"
                  look="plain"
                  icon="check"
                  busy={busy}
                  onPress={() => file('no-recusal', 'here')}
                  onCovered={() => file('no-recusal', 'window')}
                >
                  {i18n.t('brief.noRecusal')}
                </SignButton>
                <Button icon="pen" onPress={() => setReasoning(true)}>
                  {i18n.t('brief.recuse')}
                </Button>
              </div>
              <p class="small">{i18n.t('brief.answerHint')}</p>
            </>
          )}
        </>
      )}
    </section>
  );
}
