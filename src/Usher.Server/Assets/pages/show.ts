import "../seat-map/seat-map";
