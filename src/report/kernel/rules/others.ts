import { CALL_TRACE } from '../patterns.js';
import type { Family } from '../rule.js';

/** Texts of single subsystems, of firmware, and of the machinery that tests kernels. */
export const others: readonly Family[] = [
  {
    // fs/super.c and fs/open.c, before 6.x; net/core/dev.c.
    opens: ['VFS: Busy inodes', 'VFS: Close: file count', 'unregister_netdevice: waiting'],
    rules: [
      {
        says: /^(VFS: Busy inodes after unmount)/,
        title: '{1} (use-after-free)',
        type: 'DoS',
        traceless: true,
      },
      {
        says: /^VFS: Close: file count is (?:0|zero)/,
        title: 'VFS: Close: file count is zero (use-after-free)',
        type: 'DoS',
        traceless: true,
      },
      // Said again every ten seconds, also in the middle of another report.
      {
        says: /^unregister_netdevice: waiting for .{1,80} to become free/,
        title: 'unregister_netdevice: waiting for DEV to become free',
        type: 'DoS',
        joins: true,
        traceless: true,
      },
    ],
  },
  {
    // The Trusty OS beside the kernel, whose log its driver prints (drivers/trusty/trusty-log.c); often broken over two messages.
    opens: ['trusty: panic', 'ASSERT FAILED at ('],
    lead: /^(?:trusty: (?:panic \(caller )?0x[0-9a-f]{8,16}\): )$/,
    rules: [
      {
        says: /^(?:trusty: (?:panic \(caller )?0x[0-9a-f]{8,16}\): ?)?(?:DEBUG )?ASSERT FAILED at \([^)]{0,200}\): (\S.{0,200})/,
        title: 'trusty: ASSERT FAILED: {1}',
        type: 'DoS',
        traceless: true,
      },
      {
        says: /^(?:trusty: (?:panic \(caller )?0x[0-9a-f]{8,16}\): ?)?(?:DEBUG )?ASSERT FAILED/,
        title: 'trusty: ASSERT FAILED:',
        type: 'DoS',
        corrupted: 'the line that says what failed is cut',
      },
      {
        says: /^trusty: panic \(caller 0x[0-9a-f]{8,16}\): (\S.{0,200})/,
        title: 'trusty: panic: {1}',
        type: 'DoS',
        traceless: true,
      },
    ],
  },
  {
    opens: ['Booting the kernel.'],
    rules: [
      {
        says: /^Booting the kernel\.(?!.{0,200}(?:Parsing ELF|Unknown parameter))/,
        title: 'unexpected kernel reboot',
        type: 'REBOOT',
        traceless: true,
      },
    ],
  },
  {
    // syzkaller's own programs, whose output stands in the same console.
    opens: ['SYZFAIL: ', 'SYZFATAL: '],
    rules: [
      {
        says: /^SYZFAIL: (.{1,200})/,
        title: 'SYZFAIL: {1}',
        type: 'SYZ_FAILURE',
        aside: true,
        traceless: true,
      },
      {
        says: /^SYZFATAL: (.{1,200})/,
        title: 'SYZFATAL: {1}',
        alt: ['SYZFATAL'],
        type: 'SYZ_FAILURE',
        aside: true,
        traceless: true,
      },
    ],
  },
  {
    // A panic of Rust code in the kernel (rust/kernel/lib.rs): the next line says why.
    opens: ['rust_kernel: panicked at'],
    rules: [
      {
        says: /^rust_kernel: panicked at /,
        further: /^(?!rust_kernel:)(\S.{0,200})/,
        title: '{1} in {fn}',
        type: '',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /^core::|rust_begin_unwind|rust_helper/ },
      },
    ],
  },
];
