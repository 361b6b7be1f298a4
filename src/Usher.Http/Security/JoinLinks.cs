namespace Usher.Http.Security;

/// <summary>Where the links of invitations and resets lead. What opens them stands behind '#', which a browser keeps
/// to itself: no server, proxy or log sees it.</summary>
public static class JoinLinks
{
    public const string Path = "/desk/join";

    public static string PathOf(string token) => $"{Path}#{token}";
}
