/** Records that may not come in. */
import { v7 as uuid } from 'uuid';
import type { EntryBody } from '../../shared/records/entry.ts';
import { COURT } from '../world/people.ts';
import { CASE, entry, nil } from './examples.ts';
import type { Client } from './test-court.ts';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const MIB = 1024 * 1024;

export type Send = (client: Client) => Promise<Response>;
export const raw =
  (body: string | Uint8Array, headers: Record<string, string> = {}): Send =>
  (client) =>
    client.request('POST', '/v1/records', body, headers);
export const json = (body: unknown) => raw(JSON.stringify(body));
export const filed =
  (body: unknown, envelope: Record<string, unknown> = {}, type = 'entry'): Send =>
  (client) =>
    client.file(type, body, envelope);
export const withPerson = (changes: Partial<EntryBody['person']>) =>
  filed(entry({ person: { ...entry().person, ...changes } }));
const without = (field: keyof EntryBody) => {
  const { [field]: _, ...rest } = entry();
  return filed(rest);
};
export const ofCase = (caseNumber: string) => filed(entry({ caseNumber }));
export const whole = () => ({ id: uuid(), type: 'entry', court: COURT.code, at: inDays(0), body: entry() });
/** A good record with something more at the end of its body. */
const twice = (more: string): Send => raw(JSON.stringify(whole()).replace(/\}\}$/, () => `,${more}}}`));
export const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** What is wrong, how it is sent, and what is told: status, code, and path=code of every field named. */
export const BAD_RECORDS: [string, Send, string][] = [
  // The wire.
  ['no JSON', raw('没有'), '400 json-malformed'],
  ['an empty body', raw(''), '400 json-malformed'],
  ['JSON cut short', raw(JSON.stringify(whole()).slice(0, -9)), '400 json-malformed'],
  ['two JSON values', raw('{}{}'), '400 json-malformed'],
  [
    'text in GBK',
    raw(Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xd6, 0xd0]), Buffer.from('"}')])),
    '400 json-malformed',
  ],
  // Abuse case 22.
  ['no content type', raw(Buffer.from('{}'), { 'content-type': '' }), '415 media-type'],
  ['plain text', raw('{}', { 'content-type': 'text/plain' }), '415 media-type'],
  ['a form', raw('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), '415 media-type'],
  ['a type beginning alike', raw('{}', { 'content-type': 'application/json-seq' }), '415 media-type'],
  [
    'a type with another charset',
    raw('{}', { 'content-type': 'application/json; charset=gbk' }),
    '415 media-type',
  ],
  ['a type among others', raw('{}', { 'content-type': 'application/json, text/plain' }), '415 media-type'],
  [
    'a form with files',
    raw('--x--', { 'content-type': 'multipart/form-data; boundary=x' }),
    '415 media-type',
  ],
  // JSON that two readers would read in two ways (abuse case 23).
  ['a key given twice', twice('"place":"甲"'), '400 input-invalid body.place=json-key-repeated'],
  [
    'a key given twice, spelled otherwise',
    twice('"pl\\u0061ce":"甲"'),
    '400 input-invalid body.place=json-key-repeated',
  ],
  [
    'a constructor',
    twice('"constructor":{"prototype":{}}'),
    '400 input-invalid body.constructor=json-key-forbidden',
  ],
  ['a number no number can hold', twice('"more":1e400'), '400 input-invalid body.more=json-number-unsafe'],
  [
    'a number that would be rounded',
    twice('"more":9007199254740993'),
    '400 input-invalid body.more=json-number-unsafe',
  ],
  ['zero below zero', twice('"more":-0'), '400 input-invalid body.more=json-number-unsafe'],
  ['what is no number', twice('"more":NaN'), '400 json-malformed'],
  ['10 MB', raw(JSON.stringify({ ...whole(), more: 'x'.repeat(10 * MIB) })), '413 too-large'],
  // The envelope.
  ['null', json(null), '400 type-unknown type=type-unknown'],
  ['a number', json(7), '400 type-unknown type=type-unknown'],
  ['a text', json('entry'), '400 type-unknown type=type-unknown'],
  ['no record in a batch', json([]), '400 input-invalid =batch-size'],
  ['101 records', json(Array.from({ length: 101 }, whole)), '400 input-invalid =batch-size'],
  ['an unknown type', filed({}, {}, 'verdict'), '400 type-unknown type=type-unknown'],
  ['a type every object has', filed({}, {}, '__proto__'), '400 type-unknown type=type-unknown'],
  ['no id', filed(entry(), { id: undefined }), '400 input-invalid id=invalid_type'],
  [
    'an id of another making',
    filed(entry(), { id: crypto.randomUUID() }),
    '400 input-invalid id=invalid_format',
  ],
  ['an unknown field', filed(entry(), { seq: 7 }), '400 input-invalid seq=field-unknown'],
  ['another court', filed(entry(), { court: '豫1303' }), '403 court-wrong court=court-wrong'],
  ['filed the day after tomorrow', filed(entry(), { at: inDays(2) }), '400 at-in-future at=at-in-future'],
  ['filed in 1900', filed(entry(), { at: '1900-01-01T00:00:00.000Z' }), '400 at-too-early at=at-too-early'],
  [
    'filed on no day',
    filed(entry(), { at: '2026-02-30T00:00:00.000Z' }),
    '400 input-invalid at=invalid_format',
  ],
  [
    'filed in another zone',
    filed(entry(), { at: '2026-11-01T08:00:00.000+08:00' }),
    '400 input-invalid at=invalid_format',
  ],
  // The body.
  ['no body', filed(undefined), '400 input-invalid body=invalid_type'],
  [
    'two unknown fields',
    filed({ ...entry(), sealed: true, role: 'it' }),
    '400 input-invalid body.sealed=field-unknown body.role=field-unknown',
  ],
  [
    'a prototype',
    raw(JSON.stringify(whole()).replace('"body":{', '"body":{"__proto__":{"declared":true},')),
    '400 input-invalid body.__proto__=json-key-forbidden',
  ],
  ['no content', without('content'), '400 input-invalid body.content=invalid_type'],
  ['no commitment', without('declared'), '400 input-invalid body.declared=invalid_value'],
  ['content that is empty', filed(entry({ content: '' })), '400 input-invalid body.content=too_small'],
  [
    'content too long',
    filed(entry({ content: '长'.repeat(4001) })),
    '400 input-invalid body.content=too_big',
  ],
  ['a place too long', filed(entry({ place: '长'.repeat(121) })), '400 input-invalid body.place=too_big'],
  ['NUL', filed(entry({ content: '甲\0乙' })), '400 input-invalid body.content=text-not-storable'],
  [
    'half a character',
    filed(entry({ content: '甲\ud842' })),
    '400 input-invalid body.content=text-not-storable',
  ],
  [
    'an escape for terminals',
    filed(entry({ place: '\u001b[2J' })),
    '400 input-invalid body.place=text-not-storable',
  ],
  ['DEL in a name', withPerson({ name: '刘\u007f' }), '400 input-invalid body.person.name=text-not-storable'],
  ['NUL in a case number', ofCase(`${CASE}\0`), '400 input-invalid body.caseNumber=text-not-storable'],
  [
    'an identified person without a name',
    withPerson({ name: '' }),
    '400 input-invalid body.person.name=person-name-required',
  ],
  [
    'a name of spaces',
    withPerson({ name: ' 　' }),
    '400 input-invalid body.person.name=person-name-required',
  ],
  [
    'an unknown class of unit',
    withPerson({ unitClass: 'bank' as never }),
    '400 input-invalid body.person.unitClass=invalid_value',
  ],
  [
    'conduct of another kind',
    filed(entry({ conduct: ['CON-1'] })),
    '400 input-invalid body.conduct=conduct-of-other-kind',
  ],
  [
    'conduct of another making',
    filed(entry({ conduct: ['EXT-1', 'EXT-77'] })),
    '400 input-invalid body.conduct.1=conduct-unknown',
  ],
  [
    'conduct of a list this court does not have',
    filed(entry({ conduct: ['EXT-1.3'] })),
    '400 conduct-unknown body.conduct=conduct-unknown',
  ],
  [
    'a name with a character nobody sees',
    withPerson({ name: '张\u200b三' }),
    '400 name-hidden-characters body.person.name=name-hidden-characters',
  ],
  [
    'a unit whose reading direction is turned',
    withPerson({ unit: '\u202e府政民人县某' }),
    '400 name-hidden-characters body.person.unit=name-hidden-characters',
  ],
  ['a case without its stage', without('stage'), '400 input-invalid body.stage=stage-required'],
  [
    'file-only without the material',
    filed(entry({ fileOnly: { ground: 'commissioned-opinion' } })),
    '400 input-invalid body.evidence=file-only-material-required',
  ],
  [
    'reception in working time on a Sunday',
    filed(
      entry({
        kind: 'contact',
        conduct: ['CON-9'],
        occurredAt: '2026-11-22T02:00:00.000Z',
        workingTime: true,
        fileOnly: { ground: 'workplace-contact' },
      }),
    ),
    '400 ground-not-at-work body.fileOnly.ground=ground-not-at-work',
  ],
  [
    'file-only on a ground of another kind',
    filed(entry({ fileOnly: { ground: 'workplace-contact' } })),
    '400 input-invalid body.fileOnly.ground=file-only-other-kind',
  ],
  [
    'no such conduct',
    filed(entry({ conduct: ['EXT-1', 'EXT-7'] })),
    '400 conduct-unknown body.conduct=conduct-unknown',
  ],
  [
    'occurred tomorrow',
    filed(entry({ occurredAt: inDays(1) })),
    '400 occurred-in-future body.occurredAt=occurred-in-future',
  ],
  [
    'occurred in 1900',
    filed(entry({ occurredAt: '1900-01-01T00:00:00.000Z' })),
    '400 occurred-too-early body.occurredAt=occurred-too-early',
  ],
  [
    'evidence nobody uploaded',
    filed(entry({ evidence: [{ hash: 'a'.repeat(64), name: 'x', mediaType: 'image/png', bytes: 1 }] })),
    '400 evidence-missing body.evidence.0=evidence-missing',
  ],
  // The case number (domain §5.3).
  [
    'five digits of a court',
    ofCase('（2024）豫13020民初1号'),
    '400 case-number-invalid body.caseNumber=court-digits',
  ],
  [
    'three digits of a court',
    ofCase('（2024）豫130民初1号'),
    '400 case-number-invalid body.caseNumber=court-digits',
  ],
  ['no serial', ofCase('（2024）豫1302民初号'), '400 case-number-invalid body.caseNumber=serial-missing'],
  [
    'no brackets',
    ofCase('2024豫1302民初1号'),
    '400 case-number-invalid body.caseNumber=year-brackets-missing',
  ],
  [
    'a court of no province',
    ofCase('（2024）天1302民初1号'),
    '400 case-number-invalid body.caseNumber=court-unknown',
  ],
  [
    'a year to come',
    ofCase('（2999）豫1302民初1号'),
    '400 case-number-invalid body.caseNumber=year-in-future',
  ],
  [
    'the new form before 2016',
    ofCase('（2015）豫1302民初1号'),
    '400 case-number-invalid body.caseNumber=year-not-of-form',
  ],
  [
    '刑核 with three digits',
    ofCase('（2024）豫13刑核123号'),
    '400 case-number-invalid body.caseNumber=serial-not-eight-digits',
  ],
  ['no case number at all', ofCase('张三诉李四'), '400 case-number-invalid body.caseNumber=form'],
  [
    'a merged number',
    ofCase('（2016）粤03民辖终3827、3828号'),
    '400 case-number-several body.caseNumber=several-cases',
  ],
  [
    'a run of numbers',
    ofCase('（2024）豫1302民初1-9号'),
    '400 case-number-several body.caseNumber=several-cases',
  ],
  // Who may.
  [
    'a nil declaration on a case unknown',
    filed(nil({ caseNumber: '（2024）豫1302民初9号' }), {}, 'nil-declaration'),
    '409 case-unknown',
  ],
  ['a staff list over the network', filed({ people: [] }, {}, 'staff-list'), '403 not-allowed'],
  [
    'a pass while somebody has not stated',
    filed({ caseNumber: CASE, meeting: 'adjudication-committee' }, {}, 'clearance'),
    '409 gate-closed',
  ],
  [
    'a recusal by somebody who does not sit',
    filed(
      { caseNumber: CASE, meeting: 'adjudication-committee', statement: 'no-recusal', reason: '' },
      {},
      'recusal',
    ),
    '403 not-allowed',
  ],
  [
    'a nil declaration that leaves a question out',
    filed({ ...nil(), affirmed: ['external', 'internal', 'contact'] }, {}, 'nil-declaration'),
    '400 input-invalid body.affirmed=too_small',
  ],
];
