fault divide
