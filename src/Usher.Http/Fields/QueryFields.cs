using System.Globalization;

namespace Usher.Http.Fields;

/// <summary>Reads the parameters of an address, and tells what is wrong with them.</summary>
public static class QueryFields
{
    /// <summary>The one value of a parameter; null where it is not there or empty.</summary>
    public static string? One(this IQueryCollection query, string name, FieldErrors errors)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            errors.Add(name, "is given twice; give it only once");
        }

        return values is [{ Length: > 0 } value] ? value : null;
    }

    /// <summary>A whole number of the given range; null where it is not there, or, told, where it is another.</summary>
    public static long? Whole(this IQueryCollection query, string name, long min, long max, FieldErrors errors)
    {
        if (query.One(name, errors) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        errors.Add(name, $"must be a whole number from {min} to {max}");
        return null;
    }
}
