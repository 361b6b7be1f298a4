using Usher.Http.Errors;

namespace Usher.Http.Security;

/// <summary>The answers to whoever did not bring the key.</summary>
public static class KeyRefusals
{
    private const string Challenge = $"ApiKey realm=\"usher\", header=\"{AdminKey.HeaderName}\"";

    /// <summary>401, or 429 to a client that has sent too many wrong keys.</summary>
    public static ProblemReply Of(HttpContext context, string detail) =>
        KeyCheck.OfRequest(context) is { Wait: { } wait }
            ? Problems.Later(ProblemType.TooManyWrongKeys, wait)
            : Problems.Of(ProblemType.AdminKeyRequired, detail) with { Header = ("WWW-Authenticate", Challenge) };
}
