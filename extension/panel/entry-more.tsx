import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { FILE_ONLY_GROUNDS, type FileOnlyGround, RELATIONS, REQUESTS } from '../../shared/codes.ts';
import type { EntryField } from '../../shared/entry-check.ts';
import { asksApproval, ENTRY_LIMITS, type EntryDraft, groundsFor } from '../../shared/entry-draft.ts';
import { GROUND_RULES } from '../../shared/file-only.ts';
import { Choice, Pick } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { articleWords, listWords, wordOf } from '../look/words.ts';
import { codesOf, type EntryPart, idOf, turned } from './entry-parts.ts';
import { TypedField } from './typed-field.tsx';

/** What a ground asks for, in words; its article at the end. */
function groundWords(ground: FileOnlyGround): string {
  const { article, material, approval, atWork, dutyBasis } = GROUND_RULES[ground];
  const asks = [
    ...(material ? [i18n.t('entry.groundMaterial')] : []),
    ...(approval ? [i18n.t('entry.groundApproval')] : []),
    ...(atWork ? [i18n.t('entry.groundAtWork')] : []),
    ...(dutyBasis ? [i18n.t('entry.groundDuty')] : []),
  ];
  return `${asks.length > 0 ? i18n.t('entry.groundAsks', [listWords(asks)]) : ''}${i18n.t('entry.article', [articleWords(article)])}`;
}

/** 不录入平台（仅附卷）: the ground, and what it asks for (001 第7、8、9条). */
function FileOnlyPart({ draft, setting, change, errorOf }: EntryPart) {
  const grounds = groundsFor(draft.kind, setting.policy);
  const { on, ground } = draft.fileOnly;
  if (setting.supplementOf?.reported && !on)
    return <p class="small field">{i18n.t('entry.fileOnlyReported')}</p>;
  if (grounds.length === 0 && !on) return null;
  return (
    <>
      <div class="field">
        <Choice
          type="checkbox"
          name="fileOnly"
          checked={on}
          onChange={(chosen) =>
            change({
              // A single ground needs no second press.
              fileOnly: {
                on: chosen,
                ground: chosen ? ground || (grounds.length === 1 ? (grounds[0] ?? '') : '') : ground,
              },
            })
          }
        >
          {i18n.t('entry.fileOnly')}
          <small>{i18n.t('entry.fileOnlyHint')}</small>
        </Choice>
      </div>
      {on && (
        <FieldGroup
          id={idOf('fileOnly.ground')}
          label={i18n.t('entry.ground')}
          error={errorOf('fileOnly.ground')}
        >
          <div class="choices">
            {grounds.map((code) => (
              <Choice
                key={code}
                type="radio"
                name="ground"
                value={code}
                checked={ground === code}
                invalid={errorOf('fileOnly.ground') !== undefined}
                onChange={() => change({ fileOnly: { on: true, ground: code } })}
              >
                {wordOf(FILE_ONLY_GROUNDS, code)}
                <small>{groundWords(code)}</small>
              </Choice>
            ))}
          </div>
        </FieldGroup>
      )}
    </>
  );
}

/** 审批信息 of a contact (001 第9条). */
function ApprovalPart({ draft, change, errorOf, gapOf }: EntryPart) {
  const { approval } = draft;
  const put = (patch: Partial<EntryDraft['approval']>) => change({ approval: { ...approval, ...patch } });
  return (
    <>
      <div class="field">
        <Choice type="checkbox" name="approval" checked={approval.given} onChange={(given) => put({ given })}>
          {i18n.t('entry.approval')}
        </Choice>
      </div>
      {approval.given && (
        <div class="inner">
          <TypedField
            field="approval.number"
            label={i18n.t('entry.approvalNumber')}
            value={approval.number}
            onType={(number) => put({ number })}
            errorOf={errorOf}
            gapOf={gapOf}
          />
          <TypedField
            field="approval.approver"
            label={i18n.t('entry.approver')}
            value={approval.approver}
            onType={(approver) => put({ approver })}
            errorOf={errorOf}
            gapOf={gapOf}
          />
          <Field
            id={idOf('approval.approvedAt')}
            label={i18n.t('entry.approvedAt')}
            error={errorOf('approval.approvedAt')}
            optional
          >
            {(wiring) => (
              <input
                class="input"
                type="datetime-local"
                {...wiring}
                value={approval.approvedAt}
                onInput={(event) => put({ approvedAt: event.currentTarget.value })}
              />
            )}
          </Field>
        </div>
      )}
    </>
  );
}

/** 授意不记录: asked of nobody, open to everybody (001 第10条). */
function OmissionPart({ draft, change, errorOf, gapOf }: EntryPart) {
  const { omission } = draft;
  const put = (patch: Partial<EntryDraft['omission']>) => change({ omission: { ...omission, ...patch } });
  return (
    <>
      <div class="field">
        <Choice type="checkbox" name="omission" checked={omission.told} onChange={(told) => put({ told })}>
          {i18n.t('entry.omission')}
        </Choice>
      </div>
      {omission.told && (
        <div class="inner">
          <TypedField
            field="omission.by"
            label={i18n.t('entry.omissionBy')}
            value={omission.by}
            onType={(by) => put({ by })}
            errorOf={errorOf}
            gapOf={gapOf}
          />
          <TypedField
            field="omission.account"
            label={i18n.t('entry.omissionAccount')}
            optional
            lines={{ max: ENTRY_LIMITS.omissionAccount }}
            value={omission.account}
            onType={(account) => put({ account })}
            errorOf={errorOf}
            gapOf={gapOf}
          />
        </div>
      )}
    </>
  );
}

const INSIDE: readonly EntryField[] = [
  'fileOnly.ground',
  'approval.number',
  'approval.approver',
  'approval.approvedAt',
  'requests',
  'person.contact',
  'person.relationToRecorder',
  'omission.by',
  'omission.account',
];

const isUsed = ({ fileOnly, approval, omission, requests, person }: EntryDraft): boolean =>
  fileOnly.on ||
  approval.given ||
  omission.told ||
  requests.length > 0 ||
  person.contact !== '' ||
  person.relationToRecorder !== '';

/** 补充更多（选填）: folded, so that the plain call stays short; open as soon as it holds something. */
export function EntryMorePart(part: EntryPart) {
  const { draft, change, changePerson, errorOf, gapOf } = part;
  const { person, requests } = draft;
  const [open, setOpen] = useState(false);
  const needed = isUsed(draft) || INSIDE.some((field) => errorOf(field) !== undefined);
  return (
    <details
      class="folded more"
      open={open || needed}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{i18n.t('entry.more')}</summary>
      <FileOnlyPart {...part} />
      {asksApproval(draft) && <ApprovalPart {...part} />}
      <FieldGroup id={idOf('requests')} label={i18n.t('entry.requests')} error={errorOf('requests')} optional>
        <div class="choices two">
          {codesOf(REQUESTS).map((code) => (
            <Choice
              key={code}
              type="checkbox"
              name="requests"
              value={code}
              checked={requests.includes(code)}
              onChange={(on) => change({ requests: turned(requests, code, on) })}
            >
              {wordOf(REQUESTS, code)}
            </Choice>
          ))}
        </div>
      </FieldGroup>
      {!person.unidentified && (
        <TypedField
          field="person.contact"
          label={i18n.t('entry.contactDetails')}
          optional
          value={person.contact}
          onType={(contact) => changePerson({ contact })}
          errorOf={errorOf}
          gapOf={gapOf}
        />
      )}
      <Field
        id={idOf('person.relationToRecorder')}
        label={i18n.t('entry.relationToRecorder')}
        error={errorOf('person.relationToRecorder')}
        optional
      >
        {(wiring) => (
          <Pick
            wiring={wiring}
            list={RELATIONS}
            value={person.relationToRecorder}
            onPick={(relationToRecorder) => changePerson({ relationToRecorder })}
            onClear={() => changePerson({ relationToRecorder: '' })}
          />
        )}
      </Field>
      <OmissionPart {...part} />
    </details>
  );
}
