/** GET /v1/direct-reports: at a superior court, what people of subordinate courts have written to it past their own. */
import { directReportsAnswer } from '../../shared/api.ts';
import type { Readings } from '../log/readings.ts';
import { Refusal } from '../problems.ts';
import type { DirectReports } from '../sync/direct-reports.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, json, route } from './route.ts';

export interface DirectReportsDeps {
  court: OwnCourt;
  readings: Readings;
  /** Absent at a court that has no subordinates. */
  directReports?: DirectReports | undefined;
}

export function directReportRoutes(app: App, { court, readings, directReports }: DirectReportsDeps): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/direct-reports',
      summary: 'For a custodian of a superior court: direct reports, opened, newest first',
      answers: { 200: json('Direct reports', directReportsAnswer) },
    },
    async (c) => {
      const { staffCode } = c.get('person');
      const opened = await directReports?.read();
      const what = {
        court: court.code,
        actor: staffCode,
        action: 'read-direct-reports',
        subject: staffCode,
      } as const;
      const answer = await readings.read(
        what,
        // Opened before, for opening waits and a transaction must not.
        function* () {
          if (!opened) throw new Refusal('not-found');
          return opened;
        },
        ({ reports }) => reports.length > 0,
      );
      return c.json(answer);
    },
  );
}
