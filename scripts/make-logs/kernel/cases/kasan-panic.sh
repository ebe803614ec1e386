#: kernel=debug cpu=max,la57=off mem=512 limit=120 append=kasan.fault=panic
fault uaf_read
