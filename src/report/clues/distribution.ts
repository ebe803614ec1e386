import type { Line } from '../line.js';
import type { ClueReader } from '../reader.js';

/** Names by which distributions call themselves: a greeting from anything else is none of a distribution. */
const KNOWN =
  /^(?:Debian GNU\/Linux|Ubuntu|CentOS|Red Hat|Fedora|SUSE|openSUSE|SLES|Rocky Linux|AlmaLinux|Oracle Linux|Arch Linux|Gentoo|Alpine|Amazon Linux|Flatcar|Container-Optimized OS|Photon|VMware Photon|NixOS|Linux Mint|Raspbian|Kali|Proxmox|openEuler|Anolis|Scientific Linux|Void)/;
/** /etc/redhat-release and its like. */
const RELEASE =
  /^((?:CentOS Linux|CentOS Stream|Red Hat Enterprise Linux(?: Server| Workstation)?|Rocky Linux|AlmaLinux|Fedora|Oracle Linux Server|Scientific Linux|Amazon Linux) release [\d.]{1,16}(?: \([^()]{1,40}\))?)$/;

/** The distribution as the machine names it: os-release, redhat-release, lsb_release, systemd's greeting. Parts: `id` and `versionId` where they stand by. */
export const distribution: ClueReader = {
  name: 'distribution',
  anchors: [
    'PRETTY_NAME=',
    'Linux release ',
    'Linux Server release ',
    'AlmaLinux release ',
    'Fedora release ',
    'CentOS Stream release ',
    'Distributor ID:',
    'Welcome to ',
  ],
  // The other lines of os-release.
  context: 1024,
  read(lines, index) {
    const line = lines[index]!;
    const text = line.text.trim();
    if (text.length > 300) return [];
    const pretty = /^PRETTY_NAME=["']?([^"']{1,120})["']?$/.exec(text);
    if (pretty !== null)
      return [
        {
          name: 'distribution',
          value: pretty[1]!.trim(),
          parts: neighbours(lines, index),
          line: line.number,
        },
      ];
    const release = RELEASE.exec(text);
    if (release !== null) return [{ name: 'distribution', value: release[1]!, line: line.number }];
    const lsb = /^Distributor ID:\s{1,8}(\S.{0,40})$/.exec(text);
    if (lsb !== null) {
      const described = lines
        .slice(index + 1, index + 4)
        .map(({ text: next }) => /^Description:\s{1,8}(\S.{0,100})$/.exec(next.trim()))
        .find(match => match !== null);
      return [{ name: 'distribution', value: described?.[1] ?? lsb[1]!, line: line.number }];
    }
    const welcome = /^(?:systemd\[1\]: )?Welcome to (.{1,80})!$/.exec(text);
    if (welcome !== null && KNOWN.test(welcome[1]!))
      return [{ name: 'distribution', value: welcome[1]!, line: line.number }];
    return [];
  },
};

/** The other lines of the same os-release. */
function neighbours(lines: readonly Line[], index: number): Record<string, string> {
  const parts: Record<string, string> = {};
  for (let i = Math.max(0, index - 8); i <= index + 12 && i < lines.length; i++) {
    const match = /^(ID|VERSION_ID)=["']?([A-Za-z0-9._-]{1,40})["']?$/.exec(
      lines[i]!.text.slice(0, 80).trim(),
    );
    if (match !== null) parts[match[1] === 'ID' ? 'id' : 'versionId'] ??= match[2]!;
  }
  return parts;
}
