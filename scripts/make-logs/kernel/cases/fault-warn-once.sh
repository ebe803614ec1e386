fault warn_once
