import { measureRebuild } from './measure-rebuild.ts';
const c0=process.cpuUsage();
console.log(await measureRebuild({players:Number(process.argv[2])}));
const c=process.cpuUsage(c0); console.log('node cpu', c.user/1e6, c.system/1e6);
