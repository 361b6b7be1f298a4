using System.Text;

namespace Usher.Testing;

/// <summary>Seating plans as files that somebody brings.</summary>
internal static class HallFiles
{
    /// <summary>Two rows of four, the second one cheaper.</summary>
    public static readonly byte[] Csv = Encoding.UTF8.GetBytes("""
        section,row,seat,x,y,category,kind
        Stalls,A,1,0,0,Front,
        Stalls,A,2,25,0,Front,
        Stalls,A,3,50,0,Front,
        Stalls,A,4,75,0,Front,
        Stalls,B,1,0,32,Rear,
        Stalls,B,2,25,32,Rear,
        Stalls,B,3,50,32,Rear,
        Stalls,B,4,75,32,Rear,WHEELCHAIR
        """);

    /// <summary>The fourth line has a place that is no number.</summary>
    public static readonly byte[] WrongCsv = Encoding.UTF8.GetBytes("""
        section,row,seat,x,y,category
        Stalls,A,1,0,0,Front
        Stalls,A,2,25,0,Front
        Stalls,A,3,fifty,0,Front
        """);

    /// <summary>As older versions of pretix wrote it: no size, spacing instead of places.</summary>
    public static readonly byte[] Json = Encoding.UTF8.GetBytes("""
        {
          "name": "Chapel", "categories": [{ "name": "Pew", "color": "#671c5f" }],
          "zones": [{
            "name": "Nave", "position": { "x": 40, "y": 40 },
            "rows": [{
              "row_number": "1", "position": { "x": 0, "y": 0 },
              "seats": [
                { "seat_guid": "n-1-1", "seat_number": "1", "position": { "x": 0, "y": 0 }, "category": "Pew" },
                { "seat_guid": "n-1-2", "seat_number": "2", "position": { "x": 25, "y": 0 }, "category": "Pew" }
              ]
            }]
          }]
        }
        """);

    /// <summary>A seat of a category that the plan has not.</summary>
    public static readonly byte[] WrongJson =
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Json).Replace(
            "\"y\": 0 }, \"category\": \"Pew\" }\n", "\"y\": 0 }, \"category\": \"Balcony\" }\n",
            StringComparison.Ordinal));
}
