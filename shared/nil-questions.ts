/** What a nil declaration affirms, point by point, so that nobody signs a blank. */

/** The list of version 1; a later wording is a later version, and old declarations keep theirs. */
export const NIL_QUESTIONS = [
  {
    id: 'external',
    zh: '没有院外领导干部、单位或其身边工作人员、亲属就本案打招呼、批示、过问',
    en: 'Nobody outside the court, nor their staff or relatives, asked about or interfered in this case',
  },
  {
    id: 'internal',
    zh: '没有法院内部人员非因履职打听、说情、转递材料',
    en: 'No court staff asked, pleaded or passed on material without duty',
  },
  {
    id: 'contact',
    zh: '没有与当事人、律师、特殊关系人、中介组织在工作时间和场所之外接触',
    en: 'No contact with parties, lawyers, related persons or intermediaries outside working time and place',
  },
  {
    id: 'omission',
    zh: '没有人授意我不记录或少记录',
    en: 'Nobody told me not to record, or to record less',
  },
] as const;
