# SPDX-License-Identifier: MIT
# A summarizer with moods: hook.py MOOD FOLDER. It counts what it was asked, so that its answers say it: the model's name is
# "REQUESTS/MOST UNDER WAY"; gather-N answers when it has been asked N times. FOLDER is for what must survive a process. Paper
# number 3 is the one that moods are about.
import json, os, sys, time, select, subprocess
mood, here = sys.argv[1], sys.argv[2]
fd, rest, asked, most = 0, b'', 0, 0
def more(wait):
    global rest
    if not select.select([fd], [], [], wait)[0]: return None
    data = os.read(fd, 1 << 20)
    *lines, rest = (rest + data).split(b'\n')
    return lines if data else b''
def say(**k): os.write(1, (json.dumps(k, ensure_ascii=False) + '\n').encode())
def fields(q, **k):
    f = {'title': '题：' + q['paper']['title'], 'tldr': '要点', 'tldr_en': 'point', 'abstract': '摘要'}
    f.update(k); return f
def good(q, **k): say(key=q['key'], summary=fields(q, **k), model='%d/%d' % (asked, most))
def first(name):
    try: os.close(os.open(here + '/' + name, os.O_CREAT | os.O_EXCL)); return True
    except FileExistsError: return False
def answer(q):
    key, bad = q['key'], q['key'].endswith('3v1')
    if mood == 'hang-all' or mood == 'hang-here' and bad:
        p = subprocess.Popen(['sleep', '3600']); open(here + '/sleeper', 'w').write(str(p.pid)); time.sleep(3600)
    elif mood == 'silent-for-one' and bad: pass
    elif mood == 'die-always': sys.stderr.write('cannot find my model\n'); sys.exit(3)
    elif mood == 'die-on-one' and bad: sys.stderr.write('segfault or so\n'); os.kill(os.getpid(), 11)
    elif mood == 'die-once' and first('died'): sys.exit(0)
    elif mood == 'flood-on-one' and bad:
        while True: os.write(1, b'x' * 65536)
    elif mood == 'stderr': sys.stderr.write('working hard\n' * 20000); good(q)
    elif mood == 'other-key': say(key='9999.99999v9', summary=fields(q)); good(q)
    elif mood == 'twice': good(q); good(q, title='again')
    elif mood == 'bad-utf8' and bad: os.write(1, b'{"key":"' + key.encode() + b'","summary":{"title":"\xff\xfe"}}\n')
    elif mood == 'cut-json' and bad: os.write(1, b'{"key":"' + key.encode() + b'","summary":{"title"\n')
    elif mood == 'banner': os.write(1, b'Loading the model...\n\n[1, 2]\n42\n'); good(q)
    elif mood == 'no-key' and bad: say(summary=fields(q))
    elif mood == 'logs': say(level='info', text='asked'); good(q)
    elif mood == 'fatal' and bad: say(error='the key was refused', fatal=True)
    elif mood == 'error' and bad: say(key=key, error='too  long\nfor me')
    elif mood == 'no-retry' and bad: say(key=key, error='never', retry=False)
    elif mood == 'retry-once' and first('retried' + key): say(key=key, error='busy', retry=True)
    elif mood == 'retry-always' and bad: say(key=key, error='busy', retry=True)
    elif mood == 'no-field' and bad: f = fields(q); del f['tldr']; say(key=key, summary=f)
    elif mood == 'null-field' and bad: good(q, tldr=None)
    elif mood == 'empty-field' and bad: good(q, tldr='  ')
    elif mood == 'number' and bad: good(q, tldr=5)
    elif mood == 'list' and bad: say(key=key, summary=['x'])
    elif mood == 'neither' and bad: say(key=key, answer='x')
    elif mood == 'more-fields': good(q, status='ok', extra='<script>', stars=4)
    elif mood == 'controls': good(q, tldr='a\u0007\u202eb')
    elif mood == 'big': good(q, abstract='大' * 200000)
    elif mood == 'usage': say(key=key, summary=fields(q), model='m-1', usage={'prompt_tokens': 11, 'completion_tokens': 7, 'other': 'x', 'cached_tokens': -3})
    elif mood == 'no-model': say(key=key, summary=fields(q))
    elif mood == 'echo': good(q, tldr_en=json.dumps([q['v'], q['lang'], q['style'], q['system'], q['schema'], sorted(q['paper'])])); open(here + '/user', 'w').write(q['user'])
    elif mood == 'secret': good(q, tldr_en=repr(os.environ.get('DIGEST_TEST_KEY')))
    elif mood == 'one-shot': good(q); sys.exit(0)
    elif mood == 'no-lf': os.write(1, json.dumps({'key': key, 'summary': fields(q)}).encode()); sys.exit(0)
    elif mood == 'close-input': os.close(0); good(q); time.sleep(3600)
    else: good(q)
if mood == 'slow-start': time.sleep(0.3)
if mood == 'ignores-end': first('x')
waiting, ended = [], False
least = int(mood[7:] or 0) if mood.startswith('gather') else 0
while not ended:
    lines = more(None)
    while lines:
        for line in lines: waiting.append(json.loads(line)); asked += 1
        most = max(most, len(waiting))
        lines = more(None if len(waiting) < least else 0.03) if mood.startswith('gather') or mood == 'backwards' else None
    ended = lines == b''
    if mood == 'backwards': waiting.reverse()
    for q in waiting: answer(q)
    waiting = []
if mood == 'ignores-end': time.sleep(3600)
