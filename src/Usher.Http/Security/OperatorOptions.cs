using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>Where those who run the server ask how it is. Configuration section Http.</summary>
public sealed class OperatorOptions
{
    public const string Section = "Http";

    /// <summary>Addresses to listen on besides the others, separated by semicolons, such as http://10.0.0.5:9090, over
    /// plain HTTP and with a port of their own. They answer /health with its details and nothing else, to whoever can
    /// reach them: keep them in the private network. None by default.</summary>
    public string? OperatorUrls { get; set; }

    /// <summary>The addresses; null if one of them is none.</summary>
    public static IReadOnlyList<BindingAddress>? ReadUrls(string? text)
    {
        var addresses = new List<BindingAddress>();
        foreach (var part in Parts(text))
        {
            if (Read(part) is not { } address)
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses;
    }

    /// <summary>The addresses as they were written.</summary>
    public static string[] Parts(string? text) =>
        (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BindingAddress? Read(string part)
    {
        try
        {
            var address = BindingAddress.Parse(part);
            return address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase)
                && address is { IsUnixPipe: false, IsNamedPipe: false, PathBase: "", Port: > 0 and <= ushort.MaxValue }
                    ? address
                    : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>Refuses to start with addresses that cannot be listened on.</summary>
internal sealed class OperatorOptionsCheck : IValidateOptions<OperatorOptions>
{
    public ValidateOptionsResult Validate(string? name, OperatorOptions options) =>
        OperatorOptions.ReadUrls(options.OperatorUrls) is null
            ? ValidateOptionsResult.Fail(
                $"Http__OperatorUrls is '{options.OperatorUrls}'; it must be addresses with http:// and a port, "
                + "separated by semicolons, such as http://127.0.0.1:9090.")
            : ValidateOptionsResult.Success;
}
