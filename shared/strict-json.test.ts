/** Abuse case 23: what two readers could read in two ways is refused, with the place; what means one thing is read as it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, parseStrictJson, StrictJsonError } from './strict-json.ts';

function faultOf(text: string): string {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof StrictJsonError) return `${error.fault.path}=${error.fault.code}`;
    if (error instanceof SyntaxError) return 'no JSON';
    throw error;
  }
  return 'read';
}
const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);

describe('JSON', () => {
  it.each([
    ['{"a":1,"a":1}', 'a=json-key-repeated'],
    ['{"a":1,"b":{"c":0,"d":[{"e":1},{"e":1,"e":2}]}}', 'b.d.1.e=json-key-repeated'],
    ['{"a":{"a":{"a":1}},"a":2}', 'a=json-key-repeated'],
    ['{"a":1,"\\u0061":2}', 'a=json-key-repeated'],
    ['{"案号":1,"案号":2}', '案号=json-key-repeated'],
    ['{"":1,"":2}', '=json-key-repeated'],
    ['[{"a":1},{"a":1}]', 'read'],
    ['{"a":"a","b":"a"}', 'read'],
    ['{"a":"\\",\\"a\\":1","b":1}', 'read'],
    ['{"a\\\\":1,"a":2}', 'read'],
    ['{"a\\"":1,"a":2}', 'read'],
    ['{"__proto__":{}}', '__proto__=json-key-forbidden'],
    ['[0,{"x":{"constructor":{"prototype":1}}}]', '1.x.constructor=json-key-forbidden'],
    ['{"\\u005f_proto__":1}', '__proto__=json-key-forbidden'],
    ['{"prototype":1}', 'prototype=json-key-forbidden'],
    ['{"x":"__proto__"}', 'read'],
    ['["__proto__","constructor"]', 'read'],
    [nested(MAX_DEPTH), 'read'],
    [nested(MAX_DEPTH + 1), `${Array(MAX_DEPTH).fill(0).join('.')}=json-too-deep`],
    [nested(10_000), `${Array(MAX_DEPTH).fill(0).join('.')}=json-too-deep`],
    [
      nested(MAX_DEPTH + 1, '{"a":', '}').replace(':}', ':1}'),
      `${Array(MAX_DEPTH).fill('a').join('.')}=json-too-deep`,
    ],
    [`"${nested(100)}"`, 'read'],
    ['{"n":1e400}', 'n=json-number-unsafe'],
    ['[-1e400]', '0=json-number-unsafe'],
    ['[1,9007199254740993]', '1=json-number-unsafe'],
    ['9007199254740992', '=json-number-unsafe'],
    ['-9007199254740992', '=json-number-unsafe'],
    ['9007199254740991', 'read'],
    ['-9007199254740991', 'read'],
    ['{"n":-0}', 'n=json-number-unsafe'],
    ['-0.0', '=json-number-unsafe'],
    ['-0e7', '=json-number-unsafe'],
    ['1e-400', '=json-number-unsafe'],
    ['0', 'read'],
    ['0.0e-9', 'read'],
    ['[0.5,-1.25,1e3,"1e400","-0"]', 'read'],
    ['NaN', 'no JSON'],
    ['{"n":NaN}', 'no JSON'],
    ['[Infinity]', 'no JSON'],
    ['{"a":01}', 'no JSON'],
    ['{"a":+1}', 'no JSON'],
    ["{'a':1}", 'no JSON'],
    ['{"a":1,}', 'no JSON'],
    ['{"a":1} {}', 'no JSON'],
    ['"', 'no JSON'],
    ['"\\"', 'no JSON'],
    ['{"\\x":1}', 'no JSON'],
    ['', 'no JSON'],
    ['-', 'no JSON'],
    ['// a\n1', 'no JSON'],
  ])('%s: %s', (text, told) => {
    expect(faultOf(text)).toBe(told);
  });

  /** Values without what is refused above. */
  const plain = fc
    .jsonValue({ maxDepth: 5 })
    .filter((value) => !/"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(value)));

  it('of any value is read as any reader would', () => {
    fc.assert(
      fc.property(plain, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const told = faultOf(text);
        fc.pre(!told.endsWith('json-number-unsafe'));
        expect(told).toBe('read');
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('with a key given twice is never read, wherever that is', () => {
    const key = fc.string().filter((text) => !/^(?:__proto__|constructor|prototype)$/.test(text));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 6 }), key, plain, plain, (way, name, one, two) => {
        const quoted = JSON.stringify(name);
        const twice =
          `{"\u0001":0,${quoted}:${JSON.stringify(one)},${quoted}:${JSON.stringify(two)}}`.replace(
            '\u0001',
            '\\u0001',
          );
        const text = way.reduceRight((inner, step) => `{${JSON.stringify(step)}:[${inner}]}`, twice);
        const told = faultOf(text);
        fc.pre(!told.endsWith('json-number-unsafe'));
        const path = [...way.flatMap((step) => [step.slice(0, 80), 0]), name.slice(0, 80)].join('.');
        expect(told).toBe(`${path}=json-key-repeated`);
      }),
    );
  });

  it('that is not JSON is refused as the parser refuses it, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '1', '-', 'e', '.', 'a', ' ', 'true'),
        ),
        (pieces) => {
          const text = pieces.join('');
          let parses = true;
          try {
            JSON.parse(text);
          } catch {
            parses = false;
          }
          const told = faultOf(text);
          if (told === 'read') expect(parses).toBe(true);
          if (told === 'no JSON') expect(parses).toBe(false);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
