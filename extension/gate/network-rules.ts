/**
 * The second layer of the gate: rules for the browser's own network, from a profile's gated requests.
 *
 *     every tab, always        block   the gated request, however the page sends it
 *     one tab, one case, 60 s  allow   exactly that request, after a clearance
 *
 * A blocking rule is wide on purpose: servers are lenient about addresses, so other spellings of the same
 * address (case, doubled or encoded slashes, `;jsessionid=…`, a trailing slash or suffix, letters written as %61)
 * are blocked as well. The rule that lets through is narrow: the address as the page spells it.
 *
 * Out of reach of such rules, and left to the court's gateway: what is in a request's body (which meeting, an
 * overriding method), doubly encoded addresses, and other programs than this browser.
 */
import type { DeclarativeNetRequest } from 'webextension-polyfill';
import type { BoundProfile, GatedRequest, ProfileSet } from '../../shared/host-profile.ts';

type Rule = DeclarativeNetRequest.Rule;
type Condition = DeclarativeNetRequest.RuleConditionType;

const BLOCK = 10;
const ALLOW = 20;

/** All types there are: left out, the browser would not apply a rule to a page's own navigation. */
const RESOURCE_TYPES = [
  'main_frame',
  'sub_frame',
  'stylesheet',
  'script',
  'image',
  'font',
  'object',
  'xmlhttprequest',
  'ping',
  'csp_report',
  'media',
  'websocket',
  'other',
] as const satisfies DeclarativeNetRequest.ResourceType[];

/**
 * One rule in up to three widths. The browser refuses expressions above a size it does not document; the first
 * width it takes is used, and the last is no expression at all.
 */
export interface WideningRule {
  id: number;
  widths: [Condition, ...Condition[]];
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** As the browser sends it: what is not ASCII is written as %XX. */
const asSent = (path: string): string =>
  path.replace(/[\u0080-\uffff]+/gu, (text) => encodeURIComponent(text));

const segmentsOf = (path: string): string[] =>
  asSent(path)
    .split('/')
    .filter((segment) => segment !== '');
const isPlaceholder = (segment: string): boolean => /^\{\w+\}$/.test(segment);

/** A literal may hold a placeholder beside other text (`c-{caseId}`): that part is anything within the segment. */
const segmentRegex = (segment: string): string =>
  segment
    .split(/(\{\w+\})/)
    .map((part) => (isPlaceholder(part) ? '[^/?#]+' : escapeRegex(part)))
    .join('');

function thorough(origin: string, path: string): string {
  const slash = '(?:/|%2f)+';
  const segments = segmentsOf(path);
  const parts = segments.map((segment, index) => {
    const parameters = isPlaceholder(segment) || index === segments.length - 1 ? '' : '(?:;[^/?#]*)?';
    return slash + segmentRegex(segment) + parameters;
  });
  return `^${escapeRegex(origin)}${parts.join('')}/*(?:[.;?#%]|$)`;
}

function plain(origin: string, path: string): string {
  const parts = segmentsOf(path).map((segment) => `/+${segmentRegex(segment)}`);
  return `^${escapeRegex(origin)}${parts.join('')}/*(?:[.;?#%]|$)`;
}

/** No expression: a pattern whose stars cross slashes, and that has no end. Blocks more than it should. */
const starred = (origin: string, path: string): string =>
  `|${origin}${asSent(path).replace(/\{\w+\}/g, '*')}`;

function gatedRule(origin: string, { method, path }: GatedRequest): WideningRule['widths'] {
  const common: Condition = {
    isUrlFilterCaseSensitive: false,
    requestMethods: [method.toLowerCase()],
    resourceTypes: [...RESOURCE_TYPES],
  };
  return [
    { ...common, regexFilter: thorough(origin, path) },
    { ...common, regexFilter: plain(origin, path) },
    { ...common, urlFilter: starred(origin, path) },
  ];
}

/**
 * Letters, digits and the hyphen, dot or underscore written as %xx. Encoders never write them so; who does means
 * to slip past a comparison of addresses.
 */
const SPELLED = '%(?:[46][1-9a-f]|[57][0-9a]|3[0-9]|5f|2[de])';

function oddSpellings(origin: string, methods: string[]): WideningRule['widths'][] {
  const common: Condition = {
    isUrlFilterCaseSensitive: false,
    requestMethods: methods,
    resourceTypes: [...RESOURCE_TYPES],
  };
  const { protocol, host } = new URL(origin);
  return [
    [{ ...common, regexFilter: `^${escapeRegex(origin)}/[^?#]*${SPELLED}` }],
    // A name before the host (http://x@host/) is another text for the same address.
    [{ ...common, regexFilter: `^${protocol}//[^/?#]*@${escapeRegex(host)}[/?#]` }],
  ];
}

/** Default for all tabs. The same set gives the same rules with the same ids. */
export function networkRules(set: Pick<ProfileSet, 'profiles'>): WideningRule[] {
  const widths: WideningRule['widths'][] = [];
  for (const { profile, origins } of set.profiles) {
    const { requests } = profile.case.gate;
    const methods = [...new Set(requests.map(({ method }) => method.toLowerCase()))].sort();
    for (const origin of origins) {
      widths.push(...requests.map((request) => gatedRule(origin, request)), ...oddSpellings(origin, methods));
    }
  }
  return widths.map((each, index) => ({ id: index + 1, widths: each }));
}

export function blockingRule(id: number, condition: Condition): Rule {
  return { id, priority: BLOCK, action: { type: 'block' }, condition };
}

export interface Opening {
  bound: BoundProfile;
  origin: string;
  tabId: number;
  /** As it stands in the address of the page that was cleared, not decoded. */
  caseId?: string;
}

/** The page may write the same id as its address does, or encode it anew. */
function spellingsOf(caseId: string): string {
  let encoded = caseId;
  try {
    encoded = encodeURIComponent(decodeURIComponent(caseId));
  } catch {
    // A stray %: only as it stands.
  }
  return encoded === caseId ? escapeRegex(caseId) : `(?:${escapeRegex(caseId)}|${escapeRegex(encoded)})`;
}

/** What one tab may send after a clearance. Ids are given by whoever adds the rules. */
export function openingRules({ bound, origin, tabId, caseId }: Opening): Omit<Rule, 'id'>[] {
  return bound.profile.case.gate.requests.map(({ method, path }) => {
    const exact = asSent(path)
      .split(/(\{\w+\})/)
      .map((part) => {
        if (part === '{caseId}' && caseId !== undefined) return spellingsOf(caseId);
        return isPlaceholder(part) ? '[^/?#]+' : escapeRegex(part);
      })
      .join('')
      .replace(/\/+$/, '');
    return {
      priority: ALLOW,
      action: { type: 'allow' },
      condition: {
        regexFilter: `^${escapeRegex(origin)}${exact}/?(?:[;?#]|$)`,
        isUrlFilterCaseSensitive: true,
        requestMethods: [method.toLowerCase()],
        resourceTypes: [...RESOURCE_TYPES],
        tabIds: [tabId],
      },
    };
  });
}
