fault poison_list
