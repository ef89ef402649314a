/**
 * How a file of evidence travels in parts (PATCH /v1/evidence/{hash}/upload), after tus: each part says where it begins,
 * and a sender that was cut off asks how far it had come.
 */
import { z } from 'zod';

/** Largest part, bytes. */
export const PART_MAX_BYTES = 1024 * 1024;

/** Where a part begins; in a refusal, how far the sidecar has come. */
export const OFFSET_HEADER = 'Upload-Offset';
/** Size of the whole file. */
export const LENGTH_HEADER = 'Upload-Length';
/** The file's name, percent-encoded UTF-8. It is held against the bytes, and not kept. */
export const FILE_NAME_HEADER = 'Liuhen-File-Name';

export const uploadState = z.object({
  /** Bytes of this person's own upload that lie at the sidecar. Nothing is told of what others have uploaded. */
  received: z.int(),
  /** This person has uploaded the whole file. */
  complete: z.boolean(),
});
export type UploadState = z.infer<typeof uploadState>;
