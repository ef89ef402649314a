/** How an entry stands to the time within which it was to be made. */
export interface Lateness {
  /** `sent-late`: signed in time, and reached the sidecar after the last day (the queue of a computer without connection). */
  standing: 'no-deadline' | 'in-time' | 'late' | 'sent-late';
  /** The last instant of the last day, ISO UTC. */
  due?: string;
}
