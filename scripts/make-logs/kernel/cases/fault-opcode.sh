fault opcode
