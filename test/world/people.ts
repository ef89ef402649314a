/** The staff list used by tests and the demo: the people of the stand-in trial system, as the court's list has them. */
export const COURT = { code: '豫1302', name: '南阳市宛城区人民法院' };
export const SUPERIOR = { code: '豫13', name: '南阳市中级人民法院' };
export const PASSWORD = 'liuhen-demo-1';

export const STAFF_CSV = `工号,姓名,部门,职务,角色,账号,初始密码
1302001,李明华,民一庭,员额法官,干警,limh,${PASSWORD}
1302002,王秀兰,民一庭,庭长,干警、部门负责人,wangxl,${PASSWORD}
1302003,赵国强,民一庭,员额法官,干警,zhaogq,${PASSWORD}
1302004,陈思远,院领导,副院长,干警、审委会委员,chensy,${PASSWORD}
1302005,孙立群,审管办,主任,干警、审委会委员,sunlq,${PASSWORD}
1302006,周雨桐,民一庭,书记员,干警,zhouyt,${PASSWORD}
1302007,吴𬭎,民二庭,员额法官,干警,wuhong,${PASSWORD}
1302008,刘㛃,民二庭,员额法官,干警,liujie,${PASSWORD}
1302009,郑䶮,行政庭,员额法官,干警,zhengyan,${PASSWORD}
1302010,钱立案,立案庭,员额法官,干警,qianla,${PASSWORD}
1302011,何清源,督察室,主任,干警、督察室、督察专员,heqy,${PASSWORD}
1302012,沈嘉禾,督察室,督察员,干警、督察室、督察专员,shenjh,${PASSWORD}
1302013,韩墨,督察室,科员,干警、督察室,hanmo,${PASSWORD}
1302014,梁正平,院领导,院长,干警、院长,liangzp,${PASSWORD}
1302015,方晓敏,民一庭,内勤,干警、部门管理员,fangxm,${PASSWORD}
1302016,罗敬之,督察室,副主任,干警、督察室、院管理员,luojz,${PASSWORD}
1302017,唐守正,院领导,党组书记,干警、党组书记,tangsz,${PASSWORD}
1302018,蒋一鸣,信息中心,工程师,信息技术,jiangym,${PASSWORD}
`;
