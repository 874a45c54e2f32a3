{"index": 0, "time_ms": 1795785164827, "deed": "ROSTER_CHANGED", "officer": null, "subject": "officer 1 added: Dora, Duty officer"}
{"index": 1, "time_ms": 1795785164838, "deed": "ROSTER_CHANGED", "officer": null, "subject": "officer 2 added: Ann, Duty officer"}
{"index": 2, "time_ms": 1795785164847, "deed": "ROSTER_CHANGED", "officer": null, "subject": "officer 3 added: Ben, Duty officer"}
{"index": 3, "time_ms": 1795785164907, "deed": "AGREEMENT_CHANGED", "officer": null, "subject": "nrrc.alfa.example confirmed by Ann"}
{"index": 4, "time_ms": 1795785166539, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 5, "time_ms": 1795785166635, "deed": "EXPORTED", "officer": null, "subject": "redacted archive to UNDERSTOOD"}
{"index": 6, "time_ms": 1795785166662, "deed": "EXPORTED", "officer": null, "subject": "archive to 🙂"}
{"index": 7, "time_ms": 1795785166667, "deed": "PAGES", "officer": null, "subject": "1 pages a side made for nrrc.alfa.example"}
{"index": 8, "time_ms": 1795785166758, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 9, "time_ms": 1795785166832, "deed": "ROSTER_CHANGED", "officer": null, "subject": "position added: SOFTWARE_ED25519"}
{"index": 10, "time_ms": 1795785166853, "deed": "EPOCH_ROLLED", "officer": null, "subject": "nrrc.alfa.example"}
{"index": 11, "time_ms": 1795785166883, "deed": "DESTROYED", "officer": null, "subject": "texts beyond the retention"}
{"index": 12, "time_ms": 1795785166907, "deed": "ROSTER_CHANGED", "officer": null, "subject": "position added: UNDERSTOOD"}
{"index": 13, "time_ms": 1795785166919, "deed": "PAGES", "officer": null, "subject": "255 pages a side made for nrrc.alfa.example"}
{"index": 14, "time_ms": 1795785167115, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 15, "time_ms": 1795785167149, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 16, "time_ms": 1795785167169, "deed": "EXPORTED", "officer": null, "subject": "archive to OTHER"}
{"index": 17, "time_ms": 1795785167234, "deed": "ROSTER_CHANGED", "officer": null, "subject": "position added: nrrc.bravo.example"}
{"index": 18, "time_ms": 1795785167266, "deed": "EXPORTED", "officer": null, "subject": "audit log to en"}
{"index": 19, "time_ms": 1795785167298, "deed": "ROSTER_CHANGED", "officer": null, "subject": "position added: OTHER"}
{"index": 20, "time_ms": 1795785167359, "deed": "EXPORTED", "officer": null, "subject": "audit log to Ann"}
{"index": 21, "time_ms": 1795785167392, "deed": "PAGES", "officer": null, "subject": "0 pages of nrrc.alfa.example destroyed unused"}
{"index": 22, "time_ms": 1795785167447, "deed": "EXPORTED", "officer": null, "subject": "audit log to open"}
{"index": 23, "time_ms": 1795785167473, "deed": "EPOCH_ROLLED", "officer": null, "subject": "nrrc.alfa.example"}
{"index": 24, "time_ms": 1795785167554, "deed": "EPOCH_ROLLED", "officer": null, "subject": "nrrc.alfa.example"}
{"index": 25, "time_ms": 1795785167562, "deed": "EXPORTED", "officer": null, "subject": "audit log to 2026-11"}
{"index": 26, "time_ms": 1795785167569, "deed": "DESTROYED", "officer": null, "subject": "texts beyond the retention"}
{"index": 27, "time_ms": 1795785167594, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 28, "time_ms": 1795785167636, "deed": "ROSTER_CHANGED", "officer": null, "subject": "officer 2 retired"}
{"index": 29, "time_ms": 1795785167648, "deed": "EXPORTED", "officer": null, "subject": "archive to Duty officer"}
{"index": 30, "time_ms": 1795785167702, "deed": "EXPORTED", "officer": null, "subject": "audit log to 2026-13"}
{"index": 31, "time_ms": 1795785167730, "deed": "DESTROYED", "officer": null, "subject": "texts beyond the retention"}
{"index": 32, "time_ms": 1795785167794, "deed": "EXPORTED", "officer": null, "subject": "audit log to alfa.example"}
{"index": 33, "time_ms": 1795785167808, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 34, "time_ms": 1795785167947, "deed": "DESTROYED", "officer": null, "subject": "texts beyond the retention"}
{"index": 35, "time_ms": 1795785167979, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 36, "time_ms": 1795785167989, "deed": "ROSTER_CHANGED", "officer": null, "subject": "position added: IMMEDIATE"}
{"index": 37, "time_ms": 1795785168081, "deed": "EXPORTED", "officer": null, "subject": "archive to 1e3"}
{"index": 38, "time_ms": 1795785168276, "deed": "EPOCH_ROLLED", "officer": null, "subject": "nrrc.alfa.example"}
{"index": 39, "time_ms": 1795785168302, "deed": "PAGES", "officer": null, "subject": "0 pages of nrrc.alfa.example destroyed unused"}
{"index": 40, "time_ms": 1795785168321, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 41, "time_ms": 1795785168714, "deed": "EXPORTED", "officer": null, "subject": "redacted archive to nrrc.alfa.example"}
{"index": 42, "time_ms": 1795785168746, "deed": "DESTROYED", "officer": null, "subject": "texts beyond the retention"}
{"index": 43, "time_ms": 1795785168758, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 44, "time_ms": 1795785168852, "deed": "EXPORTED", "officer": null, "subject": "audit log to ROUTINE"}
{"index": 45, "time_ms": 1795785168867, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 46, "time_ms": 1795785168893, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 47, "time_ms": 1795785169044, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 48, "time_ms": 1795785169213, "deed": "EXPORTED", "officer": null, "subject": "audit log to Duty officer"}
{"index": 49, "time_ms": 1795785169353, "deed": "ROSTER_CHANGED", "officer": null, "subject": "position added: 0"}
{"index": 50, "time_ms": 1795785169393, "deed": "PAGES", "officer": null, "subject": "0 pages of nrrc.alfa.example destroyed unused"}
{"index": 51, "time_ms": 1795785169428, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 52, "time_ms": 1795785169456, "deed": "PAGES", "officer": null, "subject": "255 pages a side made for nrrc.alfa.example"}
{"index": 53, "time_ms": 1795785169508, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 54, "time_ms": 1795785169546, "deed": "EXPORTED", "officer": null, "subject": "audit log to []"}
{"index": 55, "time_ms": 1795785169609, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 56, "time_ms": 1795785169644, "deed": "EPOCH_ROLLED", "officer": null, "subject": "nrrc.alfa.example"}
{"index": 57, "time_ms": 1795785169674, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 58, "time_ms": 1795785169679, "deed": "EXPORTED", "officer": null, "subject": "audit log to UNRECEIPTED"}
{"index": 59, "time_ms": 1795785169742, "deed": "KEY_REVOKED", "officer": null, "subject": "revocation codes made anew"}
{"index": 60, "time_ms": 1795785169761, "deed": "EXPORTED", "officer": null, "subject": "audit log to duty officer"}
{"index": 61, "time_ms": 1795785169997, "deed": "EPOCH_ROLLED", "officer": null, "subject": "nrrc.alfa.example"}
{"index": 62, "time_ms": 1795785170028, "deed": "PAGES", "officer": null, "subject": "1 pages a side made for nrrc.alfa.example"}
{"index": 63, "time_ms": 1795785170186, "deed": "EXPORTED", "officer": null, "subject": "audit log to 00"}
{"index": 64, "time_ms": 1795785170277, "deed": "EXPORTED", "officer": null, "subject": "audit log to ru"}
key nrrc.bravo.example/audit/test+4b651575+AYfnyDFJikb8pGdRaHK3QTJgN4oIqRPx/G9UZIiMej2E
key nrrc.bravo.example/audit/test+da96ba86+BtVT1I8EvC5Ib9zVia1p+7jAGlryR75SAb2TYVyp7sNw2OoX7Xdk8XlUZGLhjK5Kw2Ozw8stKkbA0Fjd9LC6mbia0AUbNv1kY8Scb3yPuut3+G9ioFLY9olZSiF3JAUzYFi5vmti/cSmx9irPvwq2DQfPTsrL2kFO6VmLtGVAyybUUJc3cIKQUL+rkkp3dkfhlkK7gL9L1zOtu9FXu18v8ugVND8lik0R/hymi4bIbE9I8dufM/2UPFrDcm965iVN6VkJrb9d9OnpofutlJ2cuwkmUphiThzYWQdJsJypfVOyUROuJdzfuWKgC7tHr/hEOny6XpT787wDMXV8LxOnDiUKn5axIoaaK5iD3hGY33fIaqLXMoWA8TdplDAAE1+UzvmShpLOX5NOmeVXKpmoRRQ9IKHC97M6osgP4zQ82mwAmWzA32T5SECi0RjbsewAGz9ZFk3yWCOyQ8ae8WtYS+2hc25hAeM9L1yuUMxp4aHqYGddebJ3rpCIO/yVQ7GMuU1pzXOGAeQ1XdYZgGFuebPLP3olIvtMgqb+iUE0Nh8cZDt7/Ior6lNRKlpuZz8mclnnb/01Kf8N8wT3ga3UP9sRwVRa7cKvFXtyyjKHzJ3Gy3nB20M0euYnkSlweUWZWf0MnVxwLRvnmLmJj4SkninUd6CoqSPH1vYS/iVk81UtTfJSMgw1VnWLZoyuGEKhfSSn9Si3wG9JUu4oEraIQ16m8Zzp9o+dFgpZyAE1hZiUtiVP9I6BDUQQQmRlg9KbmWBx7sYyYCocBMbr+9AQXKdFBw/cY1MffIQahI2Xfi9dMrfstUqyiksBo7XSsGhsOBrKPu0kwWbcADN8y+mp5y7N1Kh5th0yvqJG9yD3QU6W82Yadw5Kpjj/wQPkrkxGBFFuiLNjhheGjC8ss7dy3OXk5nNd8xPW+vXXg0RaQija8vKSZ37bmyZhvk5tsa1B9NGJnOkE4atP7cUv2vw+61cIvCwSRU+XLz9I09+GKLe4rLaA0K8qCCLhR6sXj9zLyngwAObrrok8KCG1PN0yf/VVN7weATnQGPLWtBaMyJifBlmox23dtHBuukVDL78wDD7zeWPB7m22cj0zEfNGLFuGaQm4yt10izqxxndTmxMHvnvRHG79RJqcqxY6CNcxIXrHBd11R+Jies6rPDoSYLF7NzVtwNwn4ccI6X4qmnp6iQfrt3o4ovxmbZywAPMR+7hU1RwujGItxOU31+RxwWcwnLIgHgDhybW2tizzGExswvoPgiBKqnw8z6CLbyNPrW6laL2bgCj2Yau5ercBN6P1ADmI6C+Axk8bXTyv93v7cBlYiC804sCgKmaFCXR7dR6UlAmoCKu8c1SCfZOgFc7svbjjVRMhb8zwu5bBQMskQAiBAjUHeapu+B7cnn7YC0qQu1rtb6eoMGu3REZMO/rjhcQTDRXZmAaeIqY2IEENNNs+mZrze4kNtQYGUJ0CSdI83c3JKRMkDZLCTOqdQQ/+M1Ov3qhPUHU9be4KgPqgURjq5QkEjlRaJV2DG+m9dp/XCmLGCn9ZL+4ggH2RJI0VyojyigR9UpaU+13JProZ5OOJWOkJEMrxmiuRMGLGg0Lb+PtR0/uau7t8ib86+JNNkKHaiFskC5aYogCIlgi7HeT+TzR24u6XlzUxacRUvuk0GtJEpL6UWgXOiZ5D418ItTECZ1apGz+iZJD+fJ55wcl6cyjBNFDJIa5wqfrK/NIJwTH+D3+WZphIvVYDUc=

nrrc.bravo.example/audit/test
65
9c0LRV2uknSJ9itdVHQRzF4bfggb4qKExYPuVWtF+LU=

— nrrc.bravo.example/audit/test S2UVdTzJUhGFU/LZ13vZcdmIc5fPD0dB5zK0nXHvgZvAKC3JkW1jgWgHlcSDAjhXKNrsECtdX/MqBebmbHfKdDRojgQ=
— nrrc.bravo.example/audit/test 2pa6hgAAAABrCYHSZWuHm9IEVObPzC4y5MDIjz05Yd5voMuxFPeZSiU/AJcPI5J6kh6WLi8Z64xlRHwxKMEPUUbDprBUBgqHtLhlCQhtsP8pSVZJXiq6/BYltKi85D1TQoh0NqMvzOeywPqGaiBzHYd0KF9haIQNcijRqjDymP6SQ6rLJud7tFpDWdDY9ynHsWzeo4r6a80Mqz3TGdvlS1RgZ7MSBZrPf6SLWCX0N8iZboTcWriGpcGNFLXQ7IrszbNZBrXE6/dzz2/bDqu4vIxhqJEkg9SvfFZiVb0tQg50oJMhT+x3gK3rqDqm+1O+RwaGENZXH6pdr3xD8dqYlCf2KvMA2Nr1WX/Kl/2YJtLXmGnV0WJgX8yTwK7IzZOheFk6iiVtSUCfSkOb0m8xIrwkdGBFC9pXf2yBIymgDTrxdeL8G/Wjfu37g+VytnH0DDe2XSegBbrSa3YQJd6CnnBAZGXwd09fFA7XnoyShIf0xIbPAyAnd6+Nx3zXZaf7HjDRM45t5ky9o1utIunNGFawi6ZqRF9cKg5KMwOZ5iTmvJw/r9GZiezMlHIOOEUdKWcKib+twYLLrig/BGzRGOLucj7o9w9NkK0cupUc6781LTfbK/d/PBYmF3KXdUqe0aLbheh/mdWdKGdVaVJ/4jBa0thXbFIquaBG1QSLYH35K/JLRQVXqo6oVYT1guutRl1pKmmvTQe2UmI/hYZ6BtEoXEjnlcG6BuNFlfKMGdQedOCve/629bJUQsAM+Ai0uzpNMQJdPlY4j2Un7gG8ijGSBkrbPOoJYPkVmLP2dxVm93lOQr0fIYdx9bCCZSwwvCnfxCIxSTSZMcX+9U8jaWTy0jkzeIeu0kyuouyvHm6CM+eN0mbhriSl2brTzojXXlmOY1hBP4Wk+31Sx+24kjrmXfM+ppAMUbYxXQinvkEQl4X2eqs5bUF6KTugfM044NcGdOoP8tPfB4Z92dVkvMtA8pnbBEFNOrnSC0kFvae+HnpjOKIt+bMPPNyQL98Fo2lvVlN2r2QI7eevbZfwD+Zq6bwLazd+QRHqy26L48Am11QsFSq+57Eo+LFCqKmPuAlwgyUYWMYv34ZiZED69OUBkWXYPtNhtd6RbdkTAqGtj32sQL5yqNqpY249bJrpqWE+fvNop+tXJeRhu7nI5dqIqo8t0vtEhElCc0LMrWii0yPkyDlLA5fNPNMKtZa5dYQrpkjH95eROw3yW4bPWZDZ8gSNtc0l2QmBALOLyVeKRlCrpIkhJvrtSO+l0hmwhSd17KtbOuCN5WLur+ls7Z9IztMDTcf4P5ls3ZxFA9/kYeDHTigg22RuUifnBWL+UyxKrcqcN8BIed3r/hECfqQ+sgDOY86AulKtDLaitS00J05xfeqsCNJR4c4NJ4sC9zv/F7veSsxIo2o6BUzszN+WEnk2WWhS3ehrPg/DEhkjTxPiWpXb/QEU7QaEayePoYRkmmcEi9+sZ2ifTS4sG1PX8WdceSzNfL8SJv0titmRSGdB6KPtbpW3lBY6bfF7Mn8v4gCik11L4/9c5DOTTM3mBNbehkAe7wfLCt4JKYepcjhtRUBOY6BGQo0NfG6W2iX5kZN8aPQEO6PXKUIsyf+OzKihL+QNYt2KuAKWNEMSQxLE8bkvowudDXWwB/q/dw7iqV0CAy/wefDeQoVyckNx7fsnxRXxgqK+m9tsUUDtYJ6IkxmWsUepY4Wgu8d7MDMzVK5qOKjN+YCNomJdP79FKoUpuz0LYVkkmRGySnZbZqwjTWebHnBHe6cyiR3CXplj+Z2j/Lts2GT4InvzsjctkaMPl8fPUpO+rkhGCdWez1enoWc5rpPcn34709NXwNVaZwm6px9eYW2FXvd3oht5fpYw6FcpSXwYDIBvCy22qTPUjboJfuSO1CDEUZQJyOhgO0H0IJsL8TAPh/C8050YVvnMWUqoLWmR3PHtqQGGNPLWdDVUPtDwqXx1Os/PLoCw17KKpQt01CGuVj7J8lZL68urKOI7yUoe32rWsk7K5rDc4wbZe1vb0ykvZDNIXkKsmilXY/PASHWzOTxqh4P+HU3v/gCbxFsIoRLX9qzQTUy0ALF8zduxsi42ixAQE1gMqtogNeGvFHLW+Z/qIJGzWUzJ37Iq7fL6geH8ppUWQxjAgUDGDyx0kt1Hmjh8g3oAtss0NfD4ptEslbcW5rjD8JiAQpjmSLxVs1rAUvbhti0vxhe8InT3f1pPSvrTURlFWdauLHVIKmeqJpwYoeSmDo637e6qe8/DqT5atDFy+r2Gr/N5RtBVEYpB4O74GFdEvy4pzV2QTW6aDgeAwxAgkNjuXZNsdh4fhkdakJmZ5n1eK7QqlQAWAwxxFxZrxFPpm6XBUBBDHAiCBI0mnST5hxmUTTGMJgnkd1AjHJigIntCfz1FxdQ4jRynfocEcIC49sPQP0l7XSc228utpst4720ZXdZZ340cGJ2LNTNoIW5kPhpwCk+d3OV1pnEA/7x4Uc+SL7x9eEIbVnV0CDPSJiaidAscSt9SOEwO85Q6QwtVNN5VhPOGDwyZ/tiwcTuUmSjjPg8FvgOdEIJRSEaDkRXV59RsODe5FJzsUOaPC5E5+Cx8zLqfP1/gNW2wt5oo6ZNAWMBV3R3wsWrHl8islnoI9mxv/Ks8t4vkh/zWJmgnM0Gxa1lNwDUB/CeE+KrlbYvPh0CtLfJrAAssDsKDIcEFWKXVZEo/VuRYExOQKn0ZJSr5DtpmVbxNzZETUjuu94lUPIQgNMN/W5grgJ3+AGhGXCHLjJHBe4s34VSSQiTud4Igxj3IuyfLeJKQv/T4fZkm0gg0rjEEZrMES4VG8rkzTKvh9X6eq/c7czHXSobb+vdowoqmRelpj1h+hc+wZMNa0WeiXVDMyMIcBndtYJyq92HQiiIG2KhaY/X5Wm+LKFZfswWghDz7rkfKSbbznG2k/KB+XRf02z8+7ehiGtcH0Q4/NEm5QAw/+Pw4WwM7N73aaVhp4s8OCiZ20Bo9aiBcCIvQjyN6u8pknG6sxW37FnRHrZKSQ5/fvZuSPymLVcxmdVNDH/gLrTFXUqPsWjvylbEn6mZDvsozj0b76aN/+B2TCeWu04iTk+DaTiYb0TY0eCqRutUGHCcqY3F0eH6syM3V5vD4/CYsNjpBX2BsfoaNlLu/ys3dBREWHB4fNzxFR1dmbHt8hIynrbjF1vwBH1ZXaGqXpLq/2+4AAAAAAAAAAAAAABEiOUU=
