def context(): return {}
