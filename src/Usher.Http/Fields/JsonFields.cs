using System.Text.Json;

namespace Usher.Http.Fields;

/// <summary>
/// Walks the fields of a JSON object once, without building anything. It goes on after a wrong field, so that a client
/// hears of all its mistakes in one answer; broken JSON ends it with a <see cref="JsonException"/>.
/// </summary>
public ref struct JsonFields(ReadOnlySpan<byte> json, ReadOnlySpan<string> known, FieldErrors errors)
{
    private const int NumbersOnStackMax = 128;

    private readonly ReadOnlySpan<string> _known = known;
    private readonly ReadOnlySpan<byte> _json = json;
    private Utf8JsonReader _reader = new(json);
    private uint _seen;
    private string _field = "";

    /// <summary>The name of the next field among the known ones, its value ahead; null after the last.</summary>
    public string? Next()
    {
        if (_reader.TokenType == JsonTokenType.None && !Enter())
        {
            return null;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            for (var i = 0; i < _known.Length; i++)
            {
                if (IsNamed(_known[i]))
                {
                    return Take(i);
                }
            }

            _reader.Skip();
        }

        _reader.Read(); // Throws where anything follows the object.
        return null;
    }

    /// <summary>A whole number of the given range; null, and told, if the value is anything else.</summary>
    public long? Whole(long min, long max)
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        if (_reader.TokenType != JsonTokenType.Null)
        {
            errors.Add(_field, max == long.MaxValue
                ? $"must be a whole number of at least {min}"
                : $"must be a whole number from {min} to {max}");
            _reader.Skip();
        }

        return null;
    }

    /// <summary>True or false; null, and told, if the value is anything else.</summary>
    public bool? Flag()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            default:
                errors.Add(_field, "must be true or false");
                _reader.Skip();
                return null;
        }
    }

    /// <summary>Text without control characters; null, and told, if the value is anything else.</summary>
    public string? Text(int charsMax)
    {
        var text = _reader.TokenType == JsonTokenType.String ? UnescapedText() : null;
        if (text is not null && text.Length <= charsMax && !text.AsSpan().ContainsAnyInRange('\0', '\u001F')
            && !text.Contains('\u007F', StringComparison.Ordinal))
        {
            return text;
        }

        if (_reader.TokenType != JsonTokenType.Null)
        {
            errors.Add(_field, text is null
                ? "must be text (a JSON string of valid Unicode)"
                : $"must have at most {charsMax} characters and no control characters");
            _reader.Skip();
        }

        return null;
    }

    /// <summary>The whole numbers of an array; null, and told, if the value is anything else.</summary>
    /// <param name="each">What every element must be, for the message.</param>
    public int[]? WholeNumbers(int countMax, string each)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            if (_reader.TokenType != JsonTokenType.Null)
            {
                errors.Add(_field, $"must be an array of {each}");
                _reader.Skip();
            }

            return null;
        }

        Span<int> numbers = countMax <= NumbersOnStackMax ? stackalloc int[NumbersOnStackMax] : new int[countMax];
        var (count, allWhole) = (0, true);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            var number = 0;
            allWhole &= _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out number) && number > 0;
            if (count < numbers.Length)
            {
                numbers[count] = number;
            }

            count++;
            _reader.Skip();
        }

        if (count > countMax)
        {
            errors.Add(_field, $"must have at most {countMax} elements, not {count}");
        }

        if (!allWhole)
        {
            errors.Add(_field, $"must contain only {each}");
        }

        return count > countMax || !allWhole ? null : numbers[..count].ToArray();
    }

    /// <summary>The value as it was sent, whole, for a reader of its own; empty where it is null.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _json[start..(int)_reader.BytesConsumed];
    }

    private readonly bool IsNamed(string name)
    {
        try
        {
            return _reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: no known name has one.
            return false;
        }
    }

    private bool Enter()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        errors.RefuseBody("The body must be a JSON object in braces.");
        return false;
    }

    private string Take(int index)
    {
        _field = _known[index];
        var bit = 1u << index;
        if ((_seen & bit) != 0)
        {
            errors.Add(_field, "is given twice; give it only once");
        }

        _seen |= bit;
        _reader.Read();
        return _field;
    }

    private readonly string? UnescapedText()
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            return null;
        }
    }
}
