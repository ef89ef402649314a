/** What the configuration says of how the sidecar is reached: certificates, proxies, and what a connection may cost. */
import { z } from 'zod';
import { isAddressRange } from './trusted-proxies.ts';

export const listenSettings = {
  /** PEM files relative to the configuration; with them the sidecar speaks TLS itself. */
  tls: z
    .strictObject({
      /** The certificate, then those that lead from it to the authority. */
      certificate: z.string().min(1),
      key: z.string().min(1),
      minVersion: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
    })
    .optional(),
  /** Addresses and ranges (CIDR) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustedProxies: z
    .array(z.string().refine(isAddressRange, { error: 'not an address or a range such as 10.1.0.0/16' }))
    .default([]),
  /** For a trial on a network nobody else is on: what is written and read then crosses it in the clear. */
  allowPlainHttp: z.boolean().default(false),
  /** Tells browsers to come by TLS only; for the whole host name, so the sidecar wants one of its own. */
  strictTransport: z.boolean().default(true),
  limits: z
    .strictObject({
      /** Connections at one time; further ones are closed at once. */
      connections: z.int().min(1).max(100_000).default(2000),
      /** Within how long the head of a request has to be here, and the whole of it. */
      headerSeconds: z.number().min(0.1).max(600).default(10),
      requestSeconds: z.number().min(0.1).max(3600).default(120),
      /** How long a connection is kept between two requests: longer than a proxy keeps its own, or it meets closed ones. */
      idleSeconds: z.number().min(1).max(3600).default(75),
    })
    .refine((limits) => limits.headerSeconds <= limits.requestSeconds, {
      error: 'headerSeconds is longer than requestSeconds',
    })
    .prefault({}),
};

export type ListenSettings = z.infer<z.ZodObject<typeof listenSettings>>;
