import { describe, expect, it } from 'vitest';
import { titleNames } from './names.js';

describe('titleNames', () => {
  it('gives a system call the name under which its bugs are known, and the others', () => {
    expect(titleNames('__x64_sys_demo')).toEqual(['sys_demo', '__x64_sys_demo']);
    expect(titleNames('SyS_demo')).toEqual(['demo', 'SyS_demo']);
    expect(titleNames('__se_sys_demo')).toEqual(['demo', 'sys_demo', '__se_sys_demo']);
  });

  it('leaves other names alone', () => {
    expect(titleNames('__demo')).toEqual(['__demo']);
    expect(titleNames('system_demo')).toEqual(['system_demo']);
  });
});
