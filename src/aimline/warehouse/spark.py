"""The same questions on Spark, over the same files, for more rows than one machine holds (extra `spark`).

Spark reads what its cluster can reach: paths of this machine on `local[*]`, `s3a://` or `abfss://` addresses elsewhere.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aimline.warehouse.engine import GAP, Mark, Row, Table, filled, text
from aimline.warehouse.segments import COLUMNS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

KINDS = {"smallint": "short", "integer": "int", "tinyint": "byte", "double": "double"}


class SparkEngine:
    """Answers questions in a Spark session that the caller made and stops."""

    def __init__(self, session: "SparkSession") -> None:
        self.session = session

    def ask(
        self,
        question: str,
        files: Sequence[Path | str],
        *,
        values: Mapping[str, Mark],
        tables: Mapping[str, Table],
    ) -> list[Row]:
        """Answer a question as `DuckEngine.ask` does, with equal rows in equal order.

        Sums of scores are exact, and so equal to the last bit, as long as scores are whole numbers, halves, quarters
        and so on; else two engines may differ by rounding, because they add in another order. Raises what Spark raises.
        """
        self._current(files).createOrReplaceTempView("current")
        for name, columns in tables.items():
            self._table(columns).createOrReplaceTempView(name)
        return [tuple(row) for row in self.session.sql(filled(text(question), values)).collect()]

    def _current(self, files: Sequence[Path | str]) -> "DataFrame":
        schema = ", ".join(f"{name} {KINDS[kind]}" for name, kind in COLUMNS)
        if not files:
            return self.session.createDataFrame([], schema)
        return self.session.read.schema(schema).parquet(*map(str, files))

    def _table(self, columns: Table) -> "DataFrame":
        listed = [[None if value == GAP else value for value in values.tolist()] for values in columns.values()]
        schema = ", ".join(f"{name} long" for name in columns)
        return self.session.createDataFrame(list(zip(*listed, strict=True)), schema)
