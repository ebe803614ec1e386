import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `%s: server %s not responding, still trying` (net/sunrpc/clnt.c, rpc_check_timeout); answered again: `… server %s OK`. */
const SERVER =
  /\b(nfs\d?|nfs4|lockd|RPC|rpcbind|NFS): server (\S{1,255}) (not responding, (?:still trying|timed out)|OK)/;
/** `CIFS: VFS: \\server has not responded in 180 seconds. Reconnecting...` (fs/cifs/connect.c) */
const CIFS = /CIFS: (?:VFS: )?(?:\\\\)?(\S{0,255}?) ?has not responded in (\d{1,6}) seconds/;

/** Network file systems whose server does not answer: what hangs on them hangs. */
export const networkFs: Reader = {
  name: 'network-fs',
  anchors: [
    'not responding, still trying',
    'not responding, timed out',
    'nfs: server ',
    'has not responded in ',
  ],
  from: 'kernel',
  read: (channel, hits) => readLines(channel, hits, 'NFS', 'nfs', tell),
};

function tell(text: string): Told | null {
  const server = SERVER.exec(text);
  if (server !== null) {
    const [, who, name, says] = server;
    if (says === 'OK') return { note: 'afterwards', value: 'answered again', device: name!, alone: null };
    return {
      title: `${who!.toLowerCase()}: server ${says}`,
      device: name!,
      decoded: { protocol: who! },
    };
  }
  const cifs = CIFS.exec(text);
  if (cifs === null) return null;
  return {
    type: 'CIFS',
    source: 'cifs',
    title: 'CIFS: server has not responded',
    device: cifs[1] === '' ? null : cifs[1]!,
    decoded: { 'silent for (s)': cifs[2]!, protocol: 'cifs' },
  };
}
