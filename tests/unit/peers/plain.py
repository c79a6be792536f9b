# SPDX-License-Identifier: MIT
# A summarizer that knows nothing of the hook, with moods: plain.py MOOD FOLDER.
import json, os, sys, time, hashlib
mood, here = sys.argv[1], sys.argv[2]
if mood == 'no-input': os.close(0); print('title: 题：x\ntldr: y'); sys.exit(0)
text = sys.stdin.read()
data = json.loads(text.split('\n<<< ')[1].split('\n')[1])
bad = data['title'].endswith(' 3')
f = {'title': '题：' + data['title'], 'tldr': '要点', 'tldr_en': 'point', 'abstract': data['abstract']}
if mood == 'echo' and bad: f['abstract'] = text
if mood == 'fence': print('Here it is:\n```json\n' + json.dumps(f, indent=1) + '\n```\nDone.')
elif mood == 'talk': print('Sure! ' + json.dumps(f) + ' Anything else?')
elif mood == 'labels': print('Title: %s\n**TLDR：** 要点\n- tldr_en: point\nabstract: first\n\nsecond: line' % f['title'])
elif mood == 'think': print('<think>tldr: {"no": 1}</think>\n\n' + json.dumps(f))
elif mood == 'think-on' and bad: print('<think>hm')
elif mood == 'exit' and bad: print(json.dumps(f)); sys.stderr.write('Error: no such model\n'); sys.exit(1)
elif mood == 'exit-all': sys.stderr.write('Error: no key\n'); sys.exit(1)
elif mood == 'crash' and bad: os.kill(os.getpid(), 9)
elif mood == 'crash-once' and not os.path.exists(here + '/c'): open(here + '/c', 'w'); os.kill(os.getpid(), 9)
elif mood == 'hang' and bad: time.sleep(3600)
elif mood == 'flood' and bad:
    while True: os.write(1, b'x' * 65536)
elif mood == 'latin1' and bad: os.write(1, b'title: \xe9\ntldr: x')
elif mood == 'nothing' and bad: print('\n')
elif mood == 'prose' and bad: print('I cannot help with that.')
elif mood == 'broken' and bad: print('{"title": ')
elif mood == 'count':
    def count(): return sum(n.isdigit() for n in os.listdir(here))
    mine, three, end = here + '/%d' % os.getpid(), here + '/three', time.monotonic() + 300
    open(mine, 'w').close()
    while not os.path.exists(three) and time.monotonic() < end:  # the first ones, until three are there at once
        if count() >= 3: open(three, 'w').close()
        time.sleep(0.01)
    time.sleep(0.1); f['tldr'] = str(count()); os.unlink(mine); print(json.dumps(f))
    if bad: open(here + '/input', 'w').write(text)
else: print(json.dumps(f))
