(() => {
  function el(id) {
    return document.getElementById(id);
  }

  function showTip(text) {
    el('tip').textContent = text;
    el('tip').style.display = '';
  }

  function formOf(kind) {
    const field = document.querySelector(`.actbar input[name=kind][value=${kind}]`);
    return field ? field.form : null;
  }

  // 更多 ▸ 提请
  window.gengduo = (event) => {
    event.stopPropagation();
    const menu = el('gdcd');
    menu.style.display = menu.style.display === 'none' ? '' : 'none';
  };
  document.addEventListener('click', () => {
    if (el('gdcd')) el('gdcd').style.display = 'none';
  });

  window.tijiao = (kind) => {
    const form = formOf(kind);
    if (!form) return;
    showTip('正在提交，请稍候…');
    setTimeout(() => {
      form.submit();
    }, 300);
  };

  window.fanhui = () => {
    location.href = '/cases';
  };

  // 快速提请
  window.kstq = () => {
    const radios = document.querySelectorAll('input[name=ks_kind]');
    for (let i = 0; i < radios.length; i++) radios[i].checked = false;
    for (let i = 0; i < radios.length; i++) {
      if (!radios[i].disabled) {
        radios[i].checked = true;
        break;
      }
    }
    el('ks_err').textContent = '';
    el('ks_reason').value = '';
    el('ks_ok').disabled = false;
    el('ksmask').style.display = '';
    el('ksdlg').style.display = '';
    el('ks_reason').focus();
  };

  window.guanbi = () => {
    el('ksmask').style.display = 'none';
    el('ksdlg').style.display = 'none';
  };

  function fail(text) {
    el('ks_err').textContent = text;
    el('ks_ok').disabled = false;
  }

  function done(kind, answer) {
    el('tqzt').textContent = answer.status;
    const form = formOf(kind);
    if (form) form.querySelector('button').disabled = true;
    document.querySelector(`input[name=ks_kind][value=${kind}]`).disabled = true;
    window.guanbi();
    showTip(answer.message);
  }

  function send() {
    const chosen = document.querySelector('input[name=ks_kind]:checked');
    if (!chosen) {
      fail('请选择会议类型。');
      return;
    }
    el('ks_err').textContent = '';
    el('ks_ok').disabled = true;
    fetch(`/api/cases/${el('ajid').value}/submissions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': el('csrf').value },
      body: JSON.stringify({ kind: chosen.value, reason: el('ks_reason').value }),
    })
      .then((response) =>
        response.json().then((answer) => {
          if (response.ok) done(chosen.value, answer);
          else fail(answer.message || '提请失败，请稍后重试。');
        }),
      )
      .catch(() => {
        fail('网络异常，提请未成功，请检查网络后重试。');
      });
  }

  if (el('ks_ok')) el('ks_ok').onclick = send;
})();
