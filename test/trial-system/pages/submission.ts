import { MAX_REASON, Refusal } from '../store.ts';
import { isKind } from '../types.ts';
import type { App, System } from '../web.ts';
import { checkCsrf, checkedForm, text } from '../web.ts';

const UNKNOWN_KIND = '请选择会议类型。';

export function submissionRoutes(app: App, { store }: System): void {
  app.post('/cases/:ajid/submission', async (c) => {
    const { ajid } = store.case(c.req.param('ajid'));
    const fields = await checkedForm(c);
    if (!isKind(fields.kind)) throw new Refusal(400, UNKNOWN_KIND);
    store.submit(ajid, fields.kind, text(fields, 'reason'), c.get('user'));
    return c.redirect(`/cases/${ajid}?msg=tq`, 303);
  });

  app.post('/api/cases/:ajid/submissions', async (c) => {
    const item = store.case(c.req.param('ajid'));
    checkCsrf(c, c.req.header('X-CSRF-Token'));
    let body: unknown;
    try {
      body = await c.req.json();
    } catch {
      throw new Refusal(400, '提交的内容无法识别。');
    }
    const { kind, reason = '' } = (body ?? {}) as { kind?: unknown; reason?: unknown };
    if (!isKind(kind)) throw new Refusal(400, UNKNOWN_KIND);
    if (typeof reason !== 'string') throw new Refusal(400, `提请事由应为${MAX_REASON}字以内的文字。`);
    const { time, meeting } = store.submit(item.ajid, kind, reason.trim(), c.get('user'));
    return c.json(
      {
        ok: true,
        ajid: item.ajid,
        kind,
        submittedAt: time,
        meetingId: meeting.id,
        status: store.submissionState(item),
        message: '提请成功，本案已列入会议议题。',
      },
      201,
    );
  });
}
