print("huying")
