// A page of figures that refreshes itself: charts over the figures of its table, and what the server renders again.
import { drawCharts } from "../desk/charts";
import { keepFresh } from "../desk/fresh";

const charts = drawCharts();
keepFresh(() => charts.redraw());
