using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Usher.Http.Errors;

namespace Usher.Api.OpenApi;

/// <summary>Adds what <see cref="WireAttribute"/> promises to the schema of its property.</summary>
internal sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(WireAttribute), inherit: false)
            is [WireAttribute wire])
        {
            Apply(wire, schema);
        }

        // What is left out rather than null, and what has a list of values, is never null.
        if (schema.Enum is { Count: > 0 } || IsLeftOutWhenNull(context.JsonPropertyInfo))
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo? property) =>
        property?.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false)
            is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];

    private static void Apply(WireAttribute wire, OpenApiSchema schema)
    {
        schema.Format = wire.Format ?? schema.Format;
        schema.Type = wire.NeverNull ? schema.Type & ~JsonSchemaType.Null : schema.Type;
        schema.UniqueItems = wire.UniqueItems ? true : schema.UniqueItems;
        if (wire.Values is { } values)
        {
            schema.Enum = [.. values.Select(value => (JsonNode)value)];
        }

        if (wire.Minimum != int.MinValue)
        {
            schema.Minimum = wire.Minimum.ToString(CultureInfo.InvariantCulture);
        }

        if (wire.ItemMinimum != int.MinValue && schema.Items is OpenApiSchema items)
        {
            items.Minimum = wire.ItemMinimum.ToString(CultureInfo.InvariantCulture);
        }
    }
}
