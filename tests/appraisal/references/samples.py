"""One invented record as each database and manager writes it; all say the same report."""

from typing import Final

PUBMED = """
PMID- 15096393
OWN - NLM
STAT- MEDLINE
IS  - 1352-4585 (Print)
VI  - 10
IP  - 3
DP  - 2004 Jun
TI  - Immunoglobulin after birth in relapsing multiple sclerosis: a first
      report.
PG  - 284-7
LID - 10.1191/1352458504ms1023oa [doi]
AB  - Relapses are frequent after birth. We followed 108
      women.
FAU - M\u00fcller, Anna
AU  - M\u00fcller A
FAU - da Silva, Jo\u00e3o
AU  - da Silva J
LA  - eng
PT  - Journal Article
JT  - Multiple sclerosis (Houndmills, Basingstoke, England)
MH  - Humans
MH  - Pregnancy
SO  - Mult Scler. 2004 Jun;10(3):284-7.

PMID- 10000001
TI  - A second report.
DP  - 1999
AU  - Doe J
"""
EMBASE = """TY  - JOUR
M3  - Article
Y1  - 2004
VL  - 10
IS  - 3
SP  - 284
EP  - 287
A1  - M\u00fcller A.
A1  - da Silva J.
T1  - Immunoglobulin after birth in relapsing multiple sclerosis: a first report
JF  - Multiple Sclerosis
JO  - Mult. Scler.
N2  - Relapses are frequent after birth. We followed 108 women.
KW  - human
DB  - Embase
AN  - L38715014
C5  - 15096393
DO  - http://dx.doi.org/10.1191/1352458504ms1023oa
LA  - English
ER  -
"""
OVID = """1.
TY  - JOUR
DB  - Ovid MEDLINE(R)
AN  - 15096393
T1  - Immunoglobulin after birth in relapsing multiple sclerosis: a first report.
A1  - Muller, Anna
A1  - da Silva, Joao
Y1  - 2004//
N2  - Relapses are frequent after birth. We followed 108 women.
JF  - Multiple Sclerosis
VL  - 10
IS  - 3
SP  - 284
EP  - 287
DO  - https://dx.doi.org/10.1191/1352458504ms1023oa
ER  -

Link to the Ovid Full Text or citation: http://ovidsp.example/link
"""
SCOPUS = """TY  - JOUR
TI  - Immunoglobulin after birth in relapsing multiple sclerosis: A first report
T2  - Multiple Sclerosis
J2  - Mult. Scler.
VL  - 10
IS  - 3
SP  - 284
EP  - 287
PY  - 2004
DO  - 10.1191/1352458504ms1023oa
AU  - M\u00fcller, A.
AU  - da Silva, J.
AB  - Relapses are frequent after birth. We followed 108 women. &copy; 2004 Example
N1  - Cited By :44
C2  - 15096393
DB  - Scopus
UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-1
ER  -
"""
WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Muller, A
   da Silva, J
AF Muller, Anna
   da Silva, Joao
TI Immunoglobulin after birth in relapsing multiple sclerosis: a first
   report
SO MULTIPLE SCLEROSIS
DT Article
DE multiple sclerosis; pregnancy
AB Relapses are frequent after birth. We followed 108
   women.
SN 1352-4585
PY 2004
VL 10
IS 3
BP 284
EP 287
DI 10.1191/1352458504ms1023oa
UT WOS:000221818500009
PM 15096393
ER

EF
"""
SCIELO = """TY  - JOUR
AU  - M\u00fcller, Anna
AU  - Silva, Jo\u00e3o da
PY  - 2004
DA  - 2004/06
TI  - Imunoglobulina ap\u00f3s o parto na esclerose m\u00faltipla: primeiro relato
JO  - Arquivos de Neuro-Psiquiatria
VL  - 10
IS  - 3
SP  - 284
EP  - 287
SN  - 0004-282X
UR  - http://www.scielo.br/scielo.php?pid=S0004-282X2004000300001
ER  -
"""
LILACS = """TY  - JOUR
ID  - lil-123456
A1  - M\u00fcller, Anna
A1  - Silva, Jo\u00e3o da
T1  - Imunoglobulina ap\u00f3s o parto na esclerose m\u00faltipla: primeiro relato
JO  - Arq. neuropsiquiatr
VL  - 10
IS  - 3
SP  - 284
EP  - 287
PY  - 2004
DB  - LILACS
UR  - http://pesquisa.bvsalud.org/portal/resource/pt/lil-123456
ER  -
"""
SCHOLAR = """%0 Journal Article
%T Immunoglobulin after birth in relapsing multiple sclerosis: a first report
%A M\u00fcller, Anna
%A da Silva, Jo\u00e3o
%J Multiple Sclerosis
%V 10
%N 3
%P 284-287
%@ 1352-4585
%D 2004
%I SAGE Publications
"""
BIBTEX = """@article{muller2004,
  title={Immunoglobulin after birth in relapsing {M}ultiple {S}clerosis: a first report},
  author={M{\\"u}ller, Anna and da Silva, Jo{\\~a}o},
  journal={Multiple Sclerosis},
  volume={10}, number={3}, pages={284--287}, year={2004},
  doi={10.1191/1352458504MS1023OA},
  publisher={A \\& B}
}
@article{broken, title={never closed
@misc{second, title={A second report}, author={Doe, J.}, year={1999}}
"""
ENDNOTE_XML = """<?xml version="1.0" encoding="UTF-8"?><xml><records><record>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">M\u00fcller, Anna</style></author>
<author>da Silva, Jo\u00e3o</author></authors></contributors>
<titles><title><style>Immunoglobulin after birth in relapsing </style><style>multiple
 sclerosis: a first report</style></title><secondary-title>Mult Scler</secondary-title></titles>
<periodical><full-title>Multiple Sclerosis</full-title></periodical>
<pages>284-287</pages><volume>10</volume><number>3</number><dates><year>2004</year></dates>
<electronic-resource-num>10.1191/1352458504ms1023oa</electronic-resource-num>
<accession-num>15096393</accession-num><remote-database-name>Medline</remote-database-name>
</record></records></xml>
"""
PUBMED_CSV = (
    "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,DOI\n"
    '15096393,"Immunoglobulin after birth in relapsing multiple sclerosis: a first report",'
    '"M\u00fcller A, da Silva J",Mult Scler. 2004,M\u00fcller A,Mult Scler,2004,'
    "10.1191/1352458504ms1023oa\n"
)
BRAZILIAN_CSV = (
    "T\u00edtulo;Autores;Ano;Peri\u00f3dico;Resumo\n"
    "Imunoglobulina ap\u00f3s o parto na esclerose m\u00faltipla;M\u00fcller, Anna;2004;Arq;"
    "Dose de 0,4 g/kg\n"
)
RAYYAN = """TY  - JOUR
TI  - A screened report
PY  - 2010
N1  - RAYYAN-INCLUSION: {"Ana"=>"Included", "Bob"=>"Excluded"} | RAYYAN-LABELS: x | \
RAYYAN-EXCLUSION-REASONS: wrong population
ER  -
"""

TEXTS: Final = {
    "pubmed.nbib": PUBMED,
    "embase.ris": EMBASE,
    "ovid.ris": OVID,
    "scopus.ris": SCOPUS,
    "wos.ciw": WOS,
    "scielo.ris": SCIELO,
    "lilacs.ris": LILACS,
    "scholar.enw": SCHOLAR,
    "library.bib": BIBTEX,
    "library.xml": ENDNOTE_XML,
    "pubmed.csv": PUBMED_CSV,
    "excel.csv": BRAZILIAN_CSV,
    "rayyan.ris": RAYYAN,
}
