using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Usher.Http.Replies;

public static class EntityTag
{
    /// <summary>
    /// Whether the client already has what <paramref name="tag"/> names (RFC 9110 §13.1.2: lists, *, weak comparison).
    /// What is no entity tag matches nothing.
    /// </summary>
    public static bool IsKnownToClient(string tag, StringValues ifNoneMatch)
    {
        if (ifNoneMatch.Count == 0)
        {
            return false;
        }

        // As a client of ours sends it: nothing to read.
        if (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], tag, StringComparison.Ordinal))
        {
            return true;
        }

        var current = EntityTagHeaderValue.Parse(tag);
        return EntityTagHeaderValue.TryParseList(ifNoneMatch, out var known)
            && known.Any(one =>
                one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, useStrongComparison: false));
    }
}
