using Npgsql;
using NpgsqlTypes;

namespace Usher.Engine.Database;

/// <summary>
/// Positional parameters with explicit types, so that a statement is prepared once for all batches.
/// </summary>
internal static class BatchParameters
{
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    public static NpgsqlParameter Typed<T>(this T[] values) =>
        new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | ElementType<T>() };

    public static NpgsqlParameter Typed(this long value) =>
        new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Typed(this ShowId id) => id.Value.Typed();

    public static NpgsqlParameter Typed(this PlanId id) => id.Value.Typed();

    public static NpgsqlParameter Typed(this int value) =>
        new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Typed(this Guid value) =>
        new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Typed(this DateTime? value) => value is { } moment
        ? new NpgsqlParameter<DateTime> { TypedValue = moment, NpgsqlDbType = NpgsqlDbType.TimestampTz }
        : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter ArrayOf<TItem, T>(this IReadOnlyList<TItem> items, Func<TItem, T> select)
    {
        var values = new T[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = select(items[i]);
        }

        return values.Typed();
    }

    private static NpgsqlDbType ElementType<T>() => default(T) switch
    {
        long => NpgsqlDbType.Bigint,
        int => NpgsqlDbType.Integer,
        Guid => NpgsqlDbType.Uuid,
        DateTime => NpgsqlDbType.TimestampTz,
        _ when typeof(T) == typeof(long?) => NpgsqlDbType.Bigint,
        _ when typeof(T) == typeof(int?) => NpgsqlDbType.Integer,
        _ when typeof(T) == typeof(Guid?) => NpgsqlDbType.Uuid,
        _ when typeof(T) == typeof(DateTime?) => NpgsqlDbType.TimestampTz,
        _ when typeof(T) == typeof(string) => NpgsqlDbType.Text,
        _ => throw new NotSupportedException($"No PostgreSQL type is known for {typeof(T)}."),
    };
}
