/** The key of a sealed content, as it stands once it was destroyed by law. */
import { DESTROYED } from '../crypto/vault.ts';

export const DESTROYED_KEY = { kek: DESTROYED, wrapped: Buffer.alloc(0) };

export const isDestroyed = ({ kek }: { kek: string }): boolean => kek === DESTROYED;
