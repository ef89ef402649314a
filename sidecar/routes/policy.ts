/** GET /v1/policy: what this court has set for itself, so that forms ask what its door will ask. */
import { policyAnswer } from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import { canonicalBytes, sha256 } from '../log/leaf.ts';
import { type App, json, route } from './route.ts';

export function policyRoutes(app: App, policy: Policy): void {
  // At the first question: an application is put together without a policy where only its routes are asked for.
  let answer: { hash: string; policy: Policy } | undefined;
  route(
    app,
    {
      method: 'get',
      path: '/v1/policy',
      summary: "The court's policy and its hash",
      answers: { 200: json('The policy in force', policyAnswer) },
    },
    (c) => {
      answer ??= { hash: sha256(canonicalBytes(policy)), policy };
      return c.json(answer);
    },
  );
}
