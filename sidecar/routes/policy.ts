/** GET /v1/policy: what this court has set for itself, so that forms ask what its door will ask. */
import { type PolicyAnswer, policyAnswer } from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import { canonicalBytes, sha256 } from '../log/leaf.ts';
import { type App, json, route } from './route.ts';

export interface PolicyDeps {
  policy: Policy;
  /** Whom direct reports go to; absent where none can be made. */
  direct?: PolicyAnswer['direct'];
  /** Present at a court to which others report. */
  directReports?: unknown;
}

export function policyRoutes(app: App, { policy, direct, directReports }: PolicyDeps): void {
  // At the first question: an application is put together without a policy where only its routes are asked for.
  let answer: PolicyAnswer | undefined;
  route(
    app,
    {
      method: 'get',
      path: '/v1/policy',
      summary: "The court's policy and its hash, and what a direct report is sealed to",
      answers: { 200: json('The policy in force', policyAnswer) },
    },
    (c) => {
      answer ??= {
        hash: sha256(canonicalBytes(policy)),
        policy,
        ...(direct ? { direct } : {}),
        ...(directReports ? { takesDirectReports: true } : {}),
      };
      return c.json(answer);
    },
  );
}
