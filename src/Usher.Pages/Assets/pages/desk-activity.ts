// A page of figures that stays fresh: charts over the figures of its table, and whatever the server tells anew.
import { drawCharts } from "../desk/charts";
import { keepFresh } from "../desk/fresh";

const charts = drawCharts();
keepFresh(() => charts.redraw());
