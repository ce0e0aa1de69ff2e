//! Bodies of requests and responses: content by media type.

use crate::example::Example;
use crate::located::Located;
use crate::media_type::MediaType;

/// What a message may carry: content of at least one media type.
#[derive(Clone, Debug)]
pub struct Body<'a>(Vec<Content<'a>>);

/// Content of one media type, or of a range of them.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    /// The media type as the contract writes it.
    pub name: &'a str,
    /// The media type; none if its name has not the form of one.
    pub media_type: Option<MediaType>,
    /// The Media Type Object.
    pub at: Located<'a>,
}

impl<'a> Body<'a> {
    /// The `content` of a request body, a response, a parameter or a header; none if there is none, or an empty one.
    pub fn of(owner: &Located<'a>) -> Option<Self> {
        let content = owner.members("content");
        let content: Vec<_> = content.map(|(name, at)| Content { name, media_type: name.parse().ok(), at }).collect();
        (!content.is_empty()).then_some(Self(content))
    }

    /// The content, in the order of the contract.
    pub fn content(&self) -> &[Content<'a>] {
        &self.0
    }

    /// The content that is JSON: the first, if there is more.
    pub fn json(&self) -> Option<&Content<'a>> {
        self.0.iter().find(|content| content.is_json())
    }

    /// The content of a media type: that of the most specific range which covers it.
    pub fn of_type(&self, media_type: &MediaType) -> Option<&Content<'a>> {
        let known: Vec<_> = self.0.iter().filter(|content| content.media_type.is_some()).collect();
        let ranges = known.iter().filter_map(|content| content.media_type.as_ref());
        media_type.most_specific(ranges).map(|index| known[index])
    }
}

impl<'a> Content<'a> {
    /// Whether it is JSON.
    pub fn is_json(&self) -> bool {
        self.media_type.as_ref().is_some_and(MediaType::is_json)
    }

    /// Its schema, as it is written: it may be a reference.
    pub fn schema(&self) -> Option<Located<'a>> {
        self.at.get("schema")
    }

    /// Its examples.
    pub fn examples(&self) -> Vec<Example<'a>> {
        Example::all(&self.at)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use document::Node;

    #[test]
    fn content_is_found_by_the_most_specific_media_type() {
        let root = Node::from(&json!({"content": {
            "*/*": {}, "broken": {}, "text/*": {}, "Application/JSON; charset=utf-8": {"schema": {"type": "object"}},
            "application/problem+json": {},
        }}));
        let body = Body::of(&Located::root(&root)).unwrap();
        let found = |text: &str| body.of_type(&text.parse().unwrap()).map(|content| content.name);
        assert_eq!(found("application/json"), Some("Application/JSON; charset=utf-8"));
        assert_eq!(found("text/html"), Some("text/*"));
        assert_eq!(found("image/png"), Some("*/*"));
        let json = body.json().unwrap();
        assert_eq!(json.schema().unwrap().pointer.last(), "schema");
        assert_eq!(json.name, "Application/JSON; charset=utf-8");
    }

    #[test]
    fn without_content_there_is_no_body() {
        for owner in [json!({}), json!({"content": {}})] {
            assert!(Body::of(&Located::root(&Node::from(&owner))).is_none());
        }
    }
}
